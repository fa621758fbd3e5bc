"use strict";

const TEXTS = {
  en: {
    email: "E-mail", password: "Password", go: "Continue",
    signIn: "Sign in", owner: "You become the owner of this installation. Choose a password of 12 characters or more.",
    invitation: "You are invited. Choose a password of 12 characters or more.",
    reset: "Choose a new password of 12 characters or more.",
    gone: "This link does not work, or no longer.", unreachable: "The server does not answer.",
    with: (name) => `Sign in with ${name}`,
    problems: {
      provider: "The sign-in provider does not answer. Try again later.",
      refused: "The sign-in provider's answer was refused. The log of this installation says why.",
      expired: "That took too long, or was called off. Try again.",
      "not-invited": "You have no account here. Ask an administrator for an invitation.",
    },
  },
  fr: {
    email: "E-mail", password: "Mot de passe", go: "Continuer",
    signIn: "Connexion", owner: "Vous devenez propriétaire de cette installation. Choisissez un mot de passe d'au moins 12 caractères.",
    invitation: "Vous êtes invité·e. Choisissez un mot de passe d'au moins 12 caractères.",
    reset: "Choisissez un nouveau mot de passe d'au moins 12 caractères.",
    gone: "Ce lien ne fonctionne pas, ou plus.", unreachable: "Le serveur ne répond pas.",
    with: (name) => `Se connecter avec ${name}`,
    problems: {
      provider: "Le fournisseur d'identité ne répond pas. Réessayez plus tard.",
      refused: "La réponse du fournisseur d'identité a été refusée. Le journal de cette installation dit pourquoi.",
      expired: "Cela a pris trop de temps, ou a été annulé. Réessayez.",
      "not-invited": "Vous n'avez pas de compte ici. Demandez une invitation à un administrateur.",
    },
  },
};

const language = navigator.language.startsWith("fr") ? "fr" : "en";
const texts = TEXTS[language];
const by = (id) => document.getElementById(id);
const token = location.hash.slice(1);

async function post(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { ok: response.ok, answer: await response.json() };
}

function show(purpose) {
  by("explanation").textContent = texts[purpose];
  const known = purpose === "invitation" || purpose === "reset";
  by("email-row").hidden = known;
  by("email").required = !known;
  if (purpose !== "signIn") by("password").autocomplete = "new-password";
}

async function offerProvider() {
  const { provider } = await (await fetch("/api/v1/sign-in-ways")).json();
  if (!provider) return;
  by("provider-link").textContent = texts.with(provider.name);
  by("provider-link").href = provider.url;
  by("provider").hidden = false;
}

async function begin() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = texts[element.dataset.text];
  }
  show("signIn");
  const problem = new URLSearchParams(location.search).get("problem");
  if (Object.hasOwn(texts.problems, problem)) by("problem").textContent = texts.problems[problem];
  await offerProvider();
  if (!token) return;
  const { ok, answer } = await post("/api/v1/links/look", { token });
  if (ok) {
    show(answer.kind);
  } else {
    by("explanation").textContent = texts.gone;
  }
}

by("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const email = by("email").value;
  const password = by("password").value;
  try {
    const { ok, answer } = token
      ? await post("/api/v1/links/use", { token, email, password })
      : await post("/api/v1/session", { email, password });
    if (ok) {
      location.replace("/");
    } else {
      by("problem").textContent = answer.detail;
    }
  } catch {
    by("problem").textContent = texts.unreachable;
  }
});

begin().catch(() => { by("problem").textContent = texts.unreachable; });
