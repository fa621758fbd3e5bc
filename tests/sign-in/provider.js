// An OpenID provider that signs everybody in as the person it is told, and can be made to lie.

import { createServer } from "node:http";
import { once } from "node:events";

import { SignJWT, decodeJwt, exportJWK, generateKeyPair } from "jose";
import { Provider } from "oidc-provider";

/** What the provider knows its client as. */
export const CLIENT = { id: "palabre", secret: "a secret of the client: 100% & more" };

/** Whom it knows. */
export const PEOPLE = {
  ann: { email: "ann@example.org", email_verified: true, name: "Ann" },
  bob: { email: "bob@example.org", email_verified: true, name: "Bob" },
  cid: { email: "ann@example.org", email_verified: true, name: "Cid" },
  dan: { email: "dan@example.org", email_verified: false, name: "Dan" },
};

/** A new key to sign with. */
export async function newKey(kid) {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(privateKey)), kid, alg: "ES256", use: "sig" } };
}

/**
 * Starts a provider.
 *
 * @param {{ port: number, redirect: string, key: Awaited<ReturnType<typeof newKey>>, inToken?: boolean }} options
 *   `inToken`: whether the token itself holds the address of mail
 */
export async function startProvider({ port, redirect, key, inToken = false }) {
  const issuer = `http://127.0.0.1:${port}`;
  const told = { person: "ann", forge: null, describe: null };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirect],
        grant_types: ["authorization_code"],
        response_types: ["code"],
        id_token_signed_response_alg: "ES256",
      },
    ],
    jwks: { keys: [key.jwk] },
    pkce: { required: () => true },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: !inToken,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    cookies: { keys: ["for tests"] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...PEOPLE[id] }) }),
  });
  provider.use(async (context, next) => {
    await next();
    if (context.path === "/token" && told.forge && context.body?.id_token) {
      context.body.id_token = await forged(context.body.id_token, told.forge, key);
    }
    if (context.path === "/.well-known/openid-configuration" && told.describe) {
      context.body = { ...context.body, ...told.describe };
    }
  });
  const answer = provider.callback();
  const server = createServer(async (request, response) => {
    if (!request.url.startsWith("/interaction/")) return answer(request, response);
    const { params } = await provider.interactionDetails(request, response);
    const grant = new provider.Grant({ accountId: told.person, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    const consent = { grantId: await grant.save() };
    const login = { accountId: told.person };
    return provider.interactionFinished(request, response, { login, consent });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const stop = async () => {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { told, stop };
}

/** The same token with other claims, or signed with another key. */
async function forged(token, { claims = {}, by }, key) {
  const signer = by ?? key;
  return new SignJWT({ ...decodeJwt(token), ...claims })
    .setProtectedHeader({ alg: "ES256", kid: key.jwk.kid })
    .sign(signer.privateKey);
}
