package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.Chained.exported;
import static cloud.bleu.fieldeffects.Chained.hash;
import static cloud.bleu.fieldeffects.Chained.nextSequence;
import static cloud.bleu.fieldeffects.Chained.placement;
import static cloud.bleu.fieldeffects.Chained.placements;
import static cloud.bleu.fieldeffects.Chained.previousOfNext;
import static cloud.bleu.fieldeffects.Row.row;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.ledger.Entries;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;

/** What every field of the DecisionLedger does to a leader that takes over. */
final class DecisionLedgerEffects {
  static final String LEDGER = "DecisionLedger/decisions";
  private static final String ONE = "sha256:" + "1".repeat(64);
  private static final String TWO = "sha256:" + "2".repeat(64);
  static final String ENTRY =
      "{sequence: 7, previous: \""
          + ONE
          + "\", workload: {namespace: shop, name: web, uid: uid-web}, digest: \""
          + Chained.DIGEST
          + "\", asOf: \"2026-11-24T11:00:00Z\", cause: Rebalanced, assignments: [{zone: a, replicas: 2, home: 3,"
          + " ordinalsStart: 100000}], contingency: [{event: zone a, moves: [{from: a, to: b, replicas: 2}], evicts:"
          + " [{namespace: shop, name: low, zone: b, replicas: 4}], keeps: 5}], formerOrdinals: [{zone: d, ordinalsStart: 300000, ordinals: 4}], time: \"2026-11-24T11:30:00Z\"}";
  static final Row.Patch PENDING = new Row.Patch(LEDGER, ledger(ENTRY));

  private static final String RECORD =
      "{sequence: 8, previous: \""
          + ONE
          + "\", kind: Gap, content: {from: noon}, time: \"2026-11-24T11:30:00Z\"}";
  static final Row.Patch RECORDED = new Row.Patch(LEDGER, records(RECORD));

  private DecisionLedgerEffects() {}

  private static String records(String record) {
    return "{spec: {sequence: 8, headHash: \""
        + Entries.line(read("records", record).records().get(0)).hash()
        + "\", records: ["
        + record
        + "]}}";
  }

  /** With that entry at the end of the chain, as a writer of it leaves the ledger. */
  static String ledger(String entry) {
    return "{metadata: {annotations: {placement.bleu.cloud/pending-moves: \"7=1\"}}, spec: {sequence: 7, headHash: \""
        + Entries.line(read("entries", entry).entries().get(0)).hash()
        + "\", entries: ["
        + entry
        + "]}}";
  }

  private static DecisionLedgerSpec read(String field, String item) {
    return Serialization.unmarshal(
            "apiVersion: placement.bleu.cloud/v1alpha1\nkind: DecisionLedger\nspec: {%s: [%s]}"
                .formatted(field, item),
            DecisionLedger.class)
        .getSpec();
  }

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(
        row("spec.sequence")
            .given(LEDGER, "{spec: {sequence: 7}}")
            .edit(LEDGER, "{spec: {sequence: 9}}")
            .see(nextSequence(), "8", "10"));
    rows.add(
        row("spec.headHash")
            .given(LEDGER, "{spec: {sequence: 7, headHash: \"" + ONE + "\"}}")
            .edit(LEDGER, "{spec: {headHash: \"" + TWO + "\"}}")
            .see(previousOfNext(ONE, TWO), ONE, TWO));
    pending(rows, "sequence", "sequence: 7", "sequence: 8", "/spec/decision/sequence", "7", "8");
    rows.add(entry("previous", ONE, TWO).see(hash(), "holds", "is broken"));
    rows.add(entry("asOf", "T11:00", "T11:01").see(hash(), "holds", "is broken"));
    rows.add(
        entry("workload.namespace", "{namespace: shop, name: web", "{namespace: mall, name: web")
            .see(placements(), "shop/web", "mall/web"));
    rows.add(
        entry("workload.name", "name: web", "name: app").see(placements(), "shop/web", "shop/app"));
    pending(rows, "workload.uid", "uid-web", "uid-2", "/spec/workloadRef/uid", "uid-web", "uid-2");
    String other = "sha256:" + "e".repeat(64);
    pending(rows, "digest", Chained.DIGEST, other, "/spec/decision/digest", Chained.DIGEST, other);
    rows.add(before(entry("cause", "Rebalanced", "Withdrawn")).see(placements(), "shop/web", ""));
    rows.add(
        before(entry("time", "T11:30", "T11:40"))
            .see(
                placement("/metadata/annotations/placement.bleu.cloud~1recent-moves"),
                "2026-11-24T11:30:00Z=1",
                "2026-11-24T11:40:00Z=1"));
    assignment(rows, "zone", "zone: a, replicas", "zone: c, replicas", "a", "c");
    assignment(rows, "replicas", "replicas: 2, home", "replicas: 1, home", "2", "1");
    assignment(rows, "home", "home: 3", "home: 4", "3", "4");
    assignment(rows, "ordinalsStart", "100000", "200000", "100000", "200000");
    former(rows, "zone", "d", "e");
    former(rows, "ordinalsStart", "300000", "400000");
    former(rows, "ordinals", "4", "5");
    contingency(
        rows, "event", "/losses/0/event", "event: zone a", "event: site s", "zone a", "site s");
    contingency(rows, "keeps", "/keeps", "keeps: 5", "keeps: 6", "5", "6");
    contingency(rows, "moves[].from", "/losses/0/moves/0/from", "from: a", "from: c", "a", "c");
    contingency(rows, "moves[].to", "/losses/0/moves/0/to", "to: b", "to: c", "b", "c");
    contingency(
        rows,
        "moves[].replicas",
        "/losses/0/moves/0/replicas",
        "to: b, replicas: 2",
        "to: b, replicas: 1",
        "2",
        "1");
    contingency(
        rows,
        "evicts[].namespace",
        "/evicts/0/namespace",
        "{namespace: shop, name: low",
        "{namespace: mall, name: low",
        "shop",
        "mall");
    contingency(
        rows, "evicts[].name", "/evicts/0/name", "name: low", "name: lower", "low", "lower");
    contingency(
        rows,
        "evicts[].zone",
        "/evicts/0/zone",
        "zone: b, replicas",
        "zone: c, replicas",
        "b",
        "c");
    contingency(
        rows, "evicts[].replicas", "/evicts/0/replicas", "replicas: 4", "replicas: 3", "4", "3");
    rows.addAll(EvacuationEffects.pending());
    rows.addAll(PackedEffects.pending());
    rows.add(
        entry("inputs", "time: ", "inputs: \"" + ONE + "\", time: ")
            .see(hash(), "holds", "is broken"));
    record(rows, "sequence", "sequence: 8", "sequence: 7", "8", "7");
    record(rows, "previous", ONE, TWO, ONE, TWO);
    record(rows, "kind", "kind: Gap", "kind: Heartbeat", "Gap", "Heartbeat");
    record(rows, "content{}", "noon", "one", "noon", "one");
    record(rows, "time", "T11:30", "T11:40", "2026-11-24T11:30:00Z", "2026-11-24T11:40:00Z");
    return rows;
  }

  private static void record(
      List<Row> rows, String field, String written, String edited, String before, String after) {
    rows.add(
        row("spec.records[]." + field)
            .given(RECORDED.object(), RECORDED.yaml())
            .edit(LEDGER, records(RECORD.replace(written, edited)))
            .see(exported(field.replace("{}", "")), before, after));
  }

  private static Row.Draft entry(String field, String written, String edited) {
    return row("spec.entries[]." + field)
        .given(PENDING.object(), PENDING.yaml())
        .edit(LEDGER, ledger(ENTRY.replace(written, edited)));
  }

  private static void pending(
      List<Row> rows,
      String field,
      String written,
      String edited,
      String pointer,
      String before,
      String after) {
    rows.add(entry(field, written, edited).see(placement(pointer), before, after));
  }

  private static void assignment(
      List<Row> rows, String field, String written, String edited, String before, String after) {
    pending(
        rows,
        "assignments[]." + field,
        written,
        edited,
        "/spec/assignments/0/" + field,
        before,
        after);
  }

  private static void former(List<Row> rows, String field, String before, String after) {
    pending(
        rows,
        "formerOrdinals[]." + field,
        field + ": " + before,
        field + ": " + after,
        "/spec/formerOrdinals/0/" + field,
        before,
        after);
  }

  private static void contingency(
      List<Row> rows,
      String field,
      String pointer,
      String written,
      String edited,
      String before,
      String after) {
    pending(
        rows,
        "contingency[]." + field,
        written,
        edited,
        "/spec/evacuation/0" + pointer,
        before,
        after);
  }

  /** The decision before it, which had one replica less in a. */
  private static Row.Draft before(Row.Draft draft) {
    return draft.given(
        "WorkloadPlacement/web",
        "{metadata: {namespace: shop}, spec: {workloadRef: {name: web, uid: uid-web}, assignments: [{zone: a, replicas: 1}],"
            + " decision: {sequence: 6, digest: \""
            + Chained.DIGEST
            + "\"}}}");
  }
}
