// What users say to a bot, through its web channel.

/**
 * Says something and waits for the answer.
 *
 * @param {string} url of the server
 * @param {{ user: string, locale: string, text: string, bot?: string }} said
 */
export async function talk(url, { user, locale, text, bot = "app/gare" }) {
  const response = await fetch(`${url}/io/${bot}/web`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: text, userId: user, locale }),
  });
  if (!response.ok) throw new Error(`the bot answers ${response.status}: ${await response.text()}`);
  return response.json();
}
