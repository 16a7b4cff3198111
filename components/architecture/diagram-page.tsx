"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { PanelError, PanelStates } from "@/components/ui/panel-states";
import { StatusShape } from "@/components/ui/status-shape";
import { useTimeText } from "@/components/ui/use-time-text";
import type { ArchitectureView, DiagramNode } from "@/lib/architecture/schemas";
import { architectureQueries } from "./architecture-queries";
import type { DiagramView } from "./canvas/diagram-view";
import { DiagramCanvas } from "./canvas/diagram-canvas";
import { DiagramToolbar } from "./diagram-toolbar";
import { EditBar } from "./edit/edit-bar";
import { NodeForm } from "./edit/node-form";
import { freeId, nudged, useEditor } from "./edit/use-editor";
import { nodesShowing } from "./graph-ids";
import { Inspector } from "./inspector";
import { positionAt } from "./layout/geometry";
import { useLayout } from "./layout/use-layout";
import { Legend } from "./legend";
import { prepareScene } from "./prepare-scene";
import { useFound } from "./search-box";
import { TimeScrubber } from "./time/time-scrubber";
import { UnboundPanel } from "./unbound-panel";
import { useAddress } from "./use-address";
import { useWords } from "./use-words";

/** A diagram with everything that is known of it, now or at a moment of the past, and its editor. */
export function DiagramPage({ slug }: { slug: string }) {
  const t = useTranslations("architecture");
  const [{ at }] = useAddress();
  const query = useQuery(architectureQueries.diagram(slug, at));
  if (!query.data)
    return (
      <PanelStates query={query} lines={10}>
        {null}
      </PanelStates>
    );
  return (
    <>
      {query.error && (
        <output className="text-warning">{t("staleDiagram", { message: query.error.message })}</output>
      )}
      <LoadedDiagram view={query.data} />
    </>
  );
}

function LoadedDiagram({ view }: { view: ArchitectureView }) {
  const t = useTranslations("architecture");
  const words = useWords();
  const text = useTimeText();
  const [address, setAddress] = useAddress();
  const { at, node: selected, overlay, q, hosts, blast } = address;
  const { editor, begin, end } = useEditor();
  const [canvas, setCanvas] = useState<DiagramView | null>(null);
  const [listsUnbound, setListsUnbound] = useState(false);

  const diagram = editor?.diagram ?? view.diagram;
  const stored = useQuery({ ...architectureQueries.state(view.slug, at), enabled: editor === null });
  const preview = useQuery(architectureQueries.preview(view.app, diagram, editor !== null));
  const states = editor ? preview : stored;
  const state = states.data;
  const { placed, error } = useLayout(diagram);
  const { query: search, found } = useFound(q, at, state);
  const chosen = diagram.nodes.find(({ id }) => id === selected);
  const chosenState = state?.nodes.find(({ id }) => id === chosen?.id);
  const graphId = chosenState?.graphIds[0];
  const impact = useQuery({
    ...architectureQueries.impact(graphId ?? "", at),
    enabled: blast && graphId !== undefined,
  });
  const touched = useMemo(
    () =>
      blast && impact.data && chosen
        ? nodesShowing(
            state,
            impact.data.blast.touched.map(({ id }) => id),
          )
        : null,
    [blast, impact.data, chosen, state],
  );
  const scene = useMemo(
    () =>
      placed &&
      prepareScene({
        diagram,
        placed,
        state,
        overlay,
        selected: chosen?.id ?? null,
        marked: found ?? touched,
        showHosts: hosts,
        words: words.scene,
      }),
    [diagram, placed, state, overlay, chosen?.id, found, touched, hosts, words.scene],
  );
  const resources = useMemo(
    () => new Set(state?.nodes.flatMap((node) => node.resources.map(({ id }) => id))),
    [state],
  );
  const select = (id: string | null): void =>
    void setAddress({ node: id, ...(id === null ? { blast: null } : {}) });

  /** A new node stands in the middle of what is seen. */
  const addNode = (node: Partial<DiagramNode> = {}): void => {
    if (!editor || !placed) return;
    const middle = canvas?.middle ?? { x: 0, y: 0 };
    const { layer, position } = positionAt(placed.lanes, middle.x, middle.y);
    const id = freeId(editor.diagram);
    const made = {
      id,
      title: t("newNode"),
      binding: { selectors: [], resources: [] },
      layer,
      position,
      ...node,
    };
    editor.edit({ kind: "add", node: made });
    select(made.id);
  };

  return (
    <>
      <DiagramToolbar
        view={view}
        scene={scene}
        search={{
          q,
          found,
          query: search,
          onAsk: (wanted) => void setAddress({ q: wanted === "" ? null : wanted }),
        }}
        canvas={canvas}
        isEditing={editor !== null}
        unbound={state?.unbound.length ?? view.unbound.length}
        listsUnbound={listsUnbound}
        onListUnbound={setListsUnbound}
        onEdit={() => {
          if (placed) begin(view, placed);
          // Only what is newest can be changed, and only what is now is shown of it.
          void setAddress({ at: null });
        }}
      />
      {editor && <EditBar editor={editor} view={view} onAdd={() => addNode()} onEnd={end} />}
      {at !== null && view.version !== view.newestVersion && (
        <p className="flex items-center gap-2 text-sm text-info">
          <StatusShape status="info" />
          {t("olderVersion", { version: view.version, newest: view.newestVersion, time: text.dateTime(at) })}
        </p>
      )}
      {states.error && (
        <p role="alert" className="flex items-center gap-2 text-sm text-warning">
          <StatusShape status="warning" />
          {t("staleState", { message: states.error.message })}
        </p>
      )}
      {state && !state.alarmsKnown && (
        <p className="flex items-center gap-2 text-sm text-unknown">
          <StatusShape status="unknown" />
          {t("alarmsUnknown")}
        </p>
      )}
      <div className="flex flex-col gap-3 lg:h-[max(28rem,calc(100dvh-14.5rem))] lg:flex-row">
        <div
          className="relative min-h-0 min-w-0 flex-1 overflow-hidden rounded-lg border bg-bg max-lg:h-[max(20rem,55dvh)] max-lg:flex-none"
          aria-busy={states.isFetching}
        >
          {error ? (
            <PanelError error={error} />
          ) : scene === null ? (
            <p className="p-4 text-muted">{t("layingOut")}</p>
          ) : (
            <DiagramCanvas
              scene={scene}
              label={t("nodesOf", { diagram: view.title })}
              describe={(id) =>
                words.describe(
                  diagram.nodes.find((node) => node.id === id)?.title ?? id,
                  state?.nodes.find((node) => node.id === id),
                  state,
                  overlay,
                )
              }
              selected={chosen?.id ?? null}
              view={canvas}
              onView={setCanvas}
              onPick={select}
              isConnecting={editor?.isConnecting ?? false}
              {...(editor && placed
                ? {
                    onMove: (id: string, x: number, y: number) =>
                      editor.edit({ kind: "move", to: [{ id, ...positionAt(placed.lanes, x, y) }] }),
                    onNudge: (id: string, dx: number, dy: number) => {
                      const edit = nudged(placed, id, dx, dy);
                      if (edit) editor.edit(edit);
                    },
                    onConnect: (source: string, destination: string) =>
                      editor.edit({ kind: "connect", edge: { source, destination, kind: "call" } }),
                    onRemove: (id: string) => editor.edit({ kind: "remove", ids: [id] }),
                  }
                : {})}
            />
          )}
          {diagram.nodes.length === 0 && (
            <p className="pointer-events-none absolute inset-0 grid place-items-center text-muted">
              {t("emptyDiagram")}
            </p>
          )}
          {listsUnbound && (
            <UnboundPanel
              unbound={state?.unbound ?? view.unbound}
              editor={editor}
              selected={chosen}
              onClose={() => setListsUnbound(false)}
              onAdd={({ id, layer }) =>
                addNode({
                  id: diagram.nodes.some((node) => node.id === id) ? freeId(diagram) : id,
                  title: id,
                  binding: { selectors: [], resources: [id] },
                  ...(layer ? { layer } : {}),
                })
              }
            />
          )}
        </div>
        {chosen && (
          <Inspector
            node={chosen}
            state={chosenState}
            all={state}
            diagram={diagram}
            at={at}
            blast={blast}
            onBlast={(isOn) => void setAddress({ blast: isOn ? true : null })}
            onSelect={select}
          >
            {editor && (
              <NodeForm
                key={`${chosen.id} ${chosen.title}`}
                node={chosen}
                editor={editor}
                onGone={() => select(null)}
              />
            )}
          </Inspector>
        )}
      </div>
      <Legend overlay={overlay} />
      {editor === null && (
        <TimeScrubber
          at={at}
          onAt={(moment) => void setAddress({ at: moment })}
          app={view.app}
          resources={resources}
          isBusy={stored.isFetching}
        />
      )}
    </>
  );
}
