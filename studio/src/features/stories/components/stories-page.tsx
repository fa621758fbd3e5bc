import { useSearchParams } from "react-router";

import { useBot } from "@/lib/bots/current-bot";

import { StoryLoader } from "./story-loader";
import { StoryList } from "./story-list";

/** What the bot does: all stories, or the one that the address names. */
export function StoriesPage() {
  const bot = useBot();
  const [params] = useSearchParams();
  const story = params.get("story");
  if (story === null) return <StoryList bot={bot} />;
  return <StoryLoader key={story} bot={bot} name={story} />;
}
