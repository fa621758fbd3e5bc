import "@xyflow/react/dist/base.css";

import { Background, Controls, type Edge, Handle, type Node, type NodeProps, Position, ReactFlow, ReactFlowProvider, useReactFlow } from "@xyflow/react";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";

import { BOX, type Direction, layoutOf } from "../layout";
import { type Part, titleOf } from "../parts";
import classes from "./canvas-view.module.css";
import { type PartsProps, useFindingsByPart } from "./outline-view";

type PartNode = Node<{ part: Part; findings: number; onChoose: (id: string) => void; chosen: boolean; direction: Direction }, "part">;

/** The story as boxes and lines. Boxes place themselves; one presses them to see their fields. */
export function CanvasView(props: PartsProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

const NODE_TYPES = { part: PartBox };

/** All of it, but never so small that nobody can read it. */
const FIT = { padding: 0.08, minZoom: 0.6, maxZoom: 1 };

function Canvas({ parts, chosen, findings, onChoose }: PartsProps) {
  const { t } = useTranslation();
  const { fitView } = useReactFlow();
  const counts = useFindingsByPart(findings);
  const shape = parts.map(({ id, from }) => `${from}>${id}`).join(" ");
  // Where boxes stand follows from what leads where, not from what they say.
  // oxlint-disable-next-line react/exhaustive-deps
  const { places, direction } = useMemo(() => layoutOf(parts), [shape]);
  const nodes: PartNode[] = parts.map((part) => ({
    id: part.id,
    type: "part",
    position: places.get(part.id) ?? { x: 0, y: 0 },
    ...BOX,
    // What is in the box takes the keys.
    focusable: false,
    draggable: false,
    connectable: false,
    data: { part, findings: counts.get(part.id) ?? 0, onChoose, chosen: part.id === chosen, direction },
  }));
  const edges: Edge[] = parts.flatMap(({ id, from }) =>
    from === null ? [] : [{ id: `${from}>${id}`, source: from, target: id, focusable: false, type: "smoothstep" }],
  );
  useEffect(() => {
    void fitView(FIT);
  }, [shape, fitView]);
  return (
    <div className={classes.canvas}>
      <ReactFlow
        aria-label={t("story.views.canvas")}
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        fitView
        fitViewOptions={FIT}
        minZoom={0.1}
        maxZoom={1.5}
        nodesDraggable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        panOnScroll
        deleteKeyCode={null}
      >
        <Background gap={22} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

function PartBox({ data: { part, findings, chosen, direction, onChoose } }: NodeProps<PartNode>) {
  const { t } = useTranslation();
  const title = titleOf(part, t);
  const isDown = direction === "down";
  return (
    <>
      {part.from !== null && <Handle type="target" position={isDown ? Position.Top : Position.Left} />}
      <button
        type="button"
        className={`${classes.box} nodrag nopan`}
        data-kind={part.kind}
        data-findings={findings > 0}
        aria-current={chosen ? "true" : undefined}
        onClick={() => onChoose(part.id)}
      >
        <span className={classes.kind}>
          {t(`story.parts.${part.kind}`)}
          {findings > 0 && <span className={classes.findings}>{t("story.findings", { count: findings })}</span>}
        </span>
        {title !== "" && <span className={classes.title}>{title}</span>}
        <span className={classes.says}>{part.says.join(" · ")}</span>
      </button>
      <Handle type="source" position={isDown ? Position.Bottom : Position.Right} />
    </>
  );
}
