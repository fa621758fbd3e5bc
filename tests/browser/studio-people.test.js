// Who signs in to Studio, and what each of them sees.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { seriousFindings } from "./axe.js";
import { launch, openPage, picture } from "./browser.js";
import { startPalabre } from "./palabre.js";
import { BINARY, group } from "./requirements.js";

const DESKTOP = { width: 1280, height: 800 };
const PASSWORD = "a long sentence as password";

/** What each role may do, besides looking. */
const ROLES = {
  viewer: [],
  trainer: ["read-conversations", "train"],
  author: ["read-conversations", "train", "author"],
  publisher: ["read-conversations", "train", "author", "publish"],
  "channel-manager": ["manage-channels"],
  admin: ["read-conversations", "train", "author", "publish", "manage-channels", "administer"],
};

/** Screens that stand in the menu only of those who have a right. */
const MENU = {
  Inbox: "read-conversations",
  Conversations: "read-conversations",
  Talk: "author",
  Members: "administer",
  Privacy: "administer",
  "Audit log": "administer",
};

/** What changes something: where it stands, and the right that it takes. */
const CONTROLS = [
  ["intents", "textbox", "New sentences", "train"],
  ["entities", "textbox", "Description", "train"],
  ["evaluation", "button", "Evaluate", "train"],
  ["threshold", "button", "Measure it", "train"],
  ["faq", "checkbox", "Answered", "author"],
  ["answers", "textbox", "access.call, English", "author"],
  ["stories", "button", "New story", "author"],
  ["stories?story=greet&view=outline", "textbox", "Category", "author"],
  ["flags", "textbox", "Name of a new flag", "author"],
  ["tests", "textbox", "Name of a new test", "author"],
  ["publish", "textbox", "What is new, for the history", "publish"],
  ["publish", "link", "Export the draft (zip)", "administer"],
  ["channels", "button", "Add a channel", "manage-channels"],
  ["channels", "button", "Save the look", "author"],
  ["channels", "button", "Make a new key", "administer"],
];

group("Studio, people", async (t) => {
  const palabre = await startPalabre({ bots: [] });
  t.after(palabre.stop);
  const browser = await launch();
  t.after(() => browser.close());
  const hosts = [new URL(palabre.url).host];
  const open = async (path, options = {}) => {
    const opened = await openPage(browser, { locale: "en-GB", viewport: DESKTOP, ...options }, hosts);
    await opened.page.goto(palabre.url + path);
    return opened;
  };
  const button = (page, name) => page.getByRole("button", { name, exact: true });
  const field = (page, name) => page.getByRole("textbox", { name });
  const choosePassword = async (page) => {
    await page.getByLabel("Password").fill(PASSWORD);
    await button(page, "Continue").click();
  };
  const signIn = async (page, email) => {
    await field(page, "E-mail").fill(email);
    await choosePassword(page);
  };

  await t.test("the first owner comes by a link, and signs in again with a password", async () => {
    await promisify(execFile)(BINARY, ["owner-link", "--data", palabre.data]);
    const link = new URL((await readFile(join(palabre.data, "first-owner.url"), "utf8")).trim());
    const { page, complaints, close } = await open(`/sign-in${link.hash}`);
    await page.getByRole("heading", { name: "You become the owner" }).waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    await picture(page, "studio-owner");
    await field(page, "E-mail").fill("ada@example.org");
    await field(page, "Your name").fill("Ada");
    await choosePassword(page);
    await page.getByRole("link", { name: "Your account (Ada)" }).click();
    await page.getByText("here and now").waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    await button(page, "Sign out").click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();

    // A wanted address is where one goes on.
    await page.goto(`${palabre.url}/bots/app/gare/answers`);
    await signIn(page, "ada@example.org");
    await page.waitForURL("**/bots/app/gare/answers");
    await page.reload();
    await page.getByRole("heading", { name: "Answers", exact: true }).waitFor();
    // Nobody being signed in is told by the browser's console as well.
    assert.deepEqual(complaints.filter((one) => !one.includes("401")), []);
    await close();
  });

  await t.test("a wrong password is refused, and the page stays", async () => {
    const { page, close } = await open("/sign-in");
    await field(page, "E-mail").fill("ada@example.org");
    await page.getByLabel("Password").fill("something else entirely");
    await button(page, "Continue").click();
    await page.getByRole("alert").waitFor();
    assert.equal(await field(page, "E-mail").inputValue(), "ada@example.org");
    await close();
  });

  const links = {};
  await t.test("people are invited with a role", async () => {
    const { page, complaints, close } = await open("/sign-in?from=/bots/app/gare/members");
    await signIn(page, "ada@example.org");
    await page.getByRole("heading", { name: "Invite somebody" }).waitFor();
    for (const role of Object.keys(ROLES)) {
      await field(page, "E-mail").fill(`${role}@example.org`);
      await page.getByRole("combobox", { name: "Role", exact: true }).selectOption(role);
      await button(page, "Invite").click();
      const link = page.getByRole("status").locator("code");
      await page.getByRole("cell", { name: `${role}@example.org`, exact: true }).waitFor();
      links[role] = new URL(await link.innerText());
    }
    await picture(page, "studio-members");
    assert.deepEqual(await seriousFindings(page), []);
    assert.deepEqual(complaints.filter((one) => !one.includes("401")), []);
    await close();
  });

  for (const [role, rights] of Object.entries(ROLES)) {
    await t.test(`a member with the role ${role} sees what it may do`, async () => {
      const { page, complaints, close } = await open(`/sign-in${links[role].hash}`);
      await page.getByRole("heading", { name: "You are invited" }).waitFor();
      await choosePassword(page);
      const menu = page.getByRole("navigation", { name: "Screens" });
      await menu.getByRole("link", { name: "Home" }).waitFor();
      const names = await menu.getByRole("link").allInnerTexts();
      for (const [name, right] of Object.entries(MENU)) {
        assert.equal(names.includes(name), rights.includes(right), `${role} and ${name}: ${names}`);
      }
      // Every screen of the menu opens without a refusal.
      for (const link of await menu.getByRole("link").all()) {
        await link.click();
        await page.locator('nav [aria-current="page"]').waitFor();
        await page.waitForLoadState("networkidle");
      }
      for (const [screen, kind, name, right] of CONTROLS) {
        await page.goto(`${palabre.url}/bots/app/gare/${screen}`);
        await page.getByRole("navigation", { name: "Screens" }).waitFor();
        await page.waitForLoadState("networkidle");
        const control = page.getByRole(kind, { name, exact: true }).first();
        const isUsable = (await control.count()) > 0 && (await control.isEnabled());
        assert.equal(isUsable, rights.includes(right), `${role}, ${screen}: ${name}`);
        if ((await control.count()) > 0 && !isUsable) {
          await page.getByText(/You may look\. To change this one needs the right to/).first().waitFor();
        }
      }
      assert.deepEqual(complaints.filter((one) => !one.includes("401")), []);
      if (!rights.includes("administer")) {
        await page.goto(`${palabre.url}/bots/app/gare/members`);
        await page.getByRole("heading", { name: "This is not for you" }).waitFor();
      }
      await close();
    });
  }

  await t.test("who lost a right a moment ago is told so, and nothing is changed", async () => {
    const author = await open("/sign-in?from=/bots/app/gare/answers");
    await signIn(author.page, "author@example.org");
    const answer = field(author.page, "access.call, English");
    await answer.waitFor();

    const owner = await open("/sign-in?from=/bots/app/gare/members");
    await signIn(owner.page, "ada@example.org");
    const role = owner.page.getByRole("combobox", { name: /author@example\.org/ });
    const stored = owner.page.waitForResponse((response) => response.request().method() === "PUT");
    await role.selectOption("viewer");
    await stored;
    await owner.close();

    await answer.fill("Something else");
    await answer.blur();
    await author.page.getByRole("alert").waitFor();
    assert.match(await author.page.getByRole("alert").innerText(), /author|right|stories and answers/);
    await author.page.reload();
    await author.page.getByText(/You may look/).waitFor();
    assert.notEqual(await answer.inputValue(), "Something else");
    await author.close();
  });
});
