// Signing in with an OpenID provider, as a browser does it, against the release binary.

import assert from "node:assert/strict";
import test from "node:test";

import { freePort, startPalabre } from "../browser/palabre.js";
import { CLIENT, newKey, startProvider } from "./provider.js";

const BINARY = process.env.PALABRE_BIN ?? "";

/** A browser that follows where it is sent, with the cookies of each server. */
class Browser {
  #jars = new Map();

  async visit(url) {
    let at = new URL(url);
    for (let hops = 0; hops < 20; hops += 1) {
      const response = await this.get(at);
      const next = response.headers.get("location");
      if (next === null || response.status < 300 || response.status > 399) return at;
      at = new URL(next, at);
      if (at.pathname === "/" || at.pathname === "/sign-in") return at;
    }
    throw new Error(`sent around for ever, at last to ${at}`);
  }

  async get(url) {
    const { origin } = new URL(url);
    const jar = this.#jars.get(origin) ?? new Map();
    this.#jars.set(origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { redirect: "manual", headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(";");
      const at = pair.indexOf("=");
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }
}

async function start(t, newAccounts, options = {}) {
  const port = await freePort();
  const settings = {
    "oidc-issuer": `http://127.0.0.1:${port}`,
    "oidc-client-id": CLIENT.id,
    "oidc-client-secret": CLIENT.secret,
    "oidc-name": "Example",
    "oidc-new-accounts": newAccounts,
  };
  const palabre = await startPalabre({ bots: [], settings });
  t.after(palabre.stop);
  const redirect = `${palabre.url}/sign-in/oidc/callback`;
  const key = await newKey("first");
  let provider = await startProvider({ port, redirect, key, ...options });
  t.after(() => provider.stop());
  return {
    palabre,
    stopProvider: () => provider.stop(),
    async restartProvider(newer) {
      await provider.stop();
      provider = await startProvider({ port, redirect, key: newer, ...options });
    },
    /** Signs in as somebody, and says where that ends. */
    async signIn(person, told = {}, browser = new Browser()) {
      Object.assign(provider.told, { person, forge: null, describe: null, ...told });
      const end = await browser.visit(`${palabre.url}/sign-in/oidc`);
      return { end: `${end.pathname}${end.search}`, browser };
    },
    async session(browser) {
      return (await browser.get(`${palabre.url}/api/v1/session`)).json();
    },
    /** As somebody on this machine, which is the owner while there is none. */
    async invite(email) {
      const response = await fetch(`${palabre.url}/api/v1/namespaces/app/invitations`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email, role: "trainer" }),
      });
      assert.equal(response.status, 200, await response.text());
    },
  };
}

const options = BINARY === "" ? { skip: "PALABRE_BIN is not set: give it the path of the binary" } : {};
if (options.skip) console.log(`skipped signing in with a provider: ${options.skip}`);
if (options.skip && process.env.CI) throw new Error(options.skip);

test("those who are invited sign in with the provider, and nobody else", options, async (t) => {
  const world = await start(t, "invited");
  const ways = await (await fetch(`${world.palabre.url}/api/v1/sign-in-ways`)).json();
  assert.deepEqual(ways.provider, { name: "Example", url: "/sign-in/oidc" });

  assert.equal((await world.signIn("ann")).end, "/sign-in?problem=not-invited");
  await world.invite("Ann@example.org");
  const { end, browser } = await world.signIn("ann");
  assert.equal(end, "/");
  const session = await world.session(browser);
  assert.equal(session.account.email, "ann@example.org");
  assert.deepEqual(session.rights.map(({ namespace }) => namespace), ["app"]);
  assert.ok(session.rights[0].permissions.includes("train"));

  assert.equal((await world.signIn("bob")).end, "/sign-in?problem=not-invited");
  // The provider gave Ann's address to somebody else.
  assert.equal((await world.signIn("cid")).end, "/sign-in?problem=refused");
  assert.equal((await world.signIn("dan")).end, "/sign-in?problem=refused");

  await t.test("also after the provider changed its keys", async () => {
    await world.restartProvider(await newKey("second"));
    assert.equal((await world.signIn("ann")).end, "/");
  });

  await t.test("and what happened is in the audit log", async () => {
    const found = await fetch(`${world.palabre.url}/api/v1/audit?action=session.`);
    const lines = (await found.json()).items;
    const begun = lines.filter(({ action, after }) => action !== "session.refused" && after?.method === "oidc");
    assert.equal(begun.length, 2, JSON.stringify(lines));
    const reasons = lines.filter(({ action }) => action === "session.refused").map(({ after }) => after.reason);
    assert.deepEqual(
      reasons.reverse().map((reason) => reason.replace(/^.*: /, "")),
      ["not-invited", "not-invited", "other-subject", "the address of mail is not verified"],
    );
  });
});

test("a token that is not the provider's word to us lets nobody in", options, async (t) => {
  const world = await start(t, "invited", { inToken: true });
  await world.invite("ann@example.org");
  const refused = async (told) => {
    const { end, browser } = await world.signIn("ann", told);
    assert.equal(end, "/sign-in?problem=refused", JSON.stringify(told));
    // Before there is an owner, this machine is one: what counts is that it is not Ann.
    assert.equal((await world.session(browser)).account, undefined);
  };
  await refused({ forge: { claims: { iss: "http://127.0.0.1:1" } } });
  await refused({ forge: { claims: { aud: "another" } } });
  await refused({ forge: { claims: { aud: [CLIENT.id, "another"] } } });
  await refused({ forge: { claims: { azp: "another" } } });
  await refused({ forge: { claims: { nonce: "another" } } });
  await refused({ forge: { claims: { nonce: undefined } } });
  await refused({ forge: { claims: { exp: 1 } } });
  await refused({ forge: { by: await newKey("stranger") } });
  await refused({ describe: { issuer: "http://127.0.0.1:1" } });
  assert.equal((await world.signIn("ann")).end, "/", "the same without a lie");
});

test("nobody comes back who did not leave", options, async (t) => {
  const world = await start(t, "viewer@app");
  const callback = `${world.palabre.url}/sign-in/oidc/callback`;
  const leave = async (browser) => {
    const response = await browser.get(`${world.palabre.url}/sign-in/oidc`);
    return new URL(response.headers.get("location")).searchParams.get("state");
  };
  const at = (query) => `${callback}?${new URLSearchParams(query)}`;
  const browser = new Browser();
  const state = await leave(browser);
  const end = async (visitor, query) => (await visitor.visit(at(query))).search;
  assert.equal(await end(new Browser(), { code: "c", state }), "?problem=expired");
  assert.equal(await end(browser, { code: "c", state: "another" }), "?problem=expired");
  assert.equal(await end(browser, { error: "access_denied", state }), "?problem=expired");
  const elsewhere = { code: "c", state, iss: "http://127.0.0.1:1" };
  assert.equal(await end(browser, elsewhere), "?problem=refused");
  assert.equal(await end(browser, { code: "c", state }), "?problem=refused", "the way back names its issuer");

  // Everybody is welcome here, with the role of the setting.
  const signedIn = await world.signIn("bob");
  assert.equal(signedIn.end, "/");
  const [right] = (await world.session(signedIn.browser)).rights;
  assert.equal(right.namespace, "app");
  assert.ok(!right.permissions.includes("train"));

  await world.stopProvider();
  assert.equal((await new Browser().visit(`${world.palabre.url}/sign-in/oidc`)).search, "?problem=provider");
});
