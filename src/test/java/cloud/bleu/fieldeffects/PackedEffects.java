package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.Chained.placement;
import static cloud.bleu.fieldeffects.Decided.contingency;
import static cloud.bleu.fieldeffects.Row.row;

import cloud.bleu.evidence.record.JsonTree;
import cloud.bleu.evidence.record.PackedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the fields of a packed plan do: what nobody can read is no plan. */
final class PackedEffects {
  private static final String PLACEMENT = "WorkloadPlacement/web";
  private static final String TO_B = "zone a: a>b 3, keeps 0";
  private static final String TO_C = "zone a: a>c 3, keeps 0";
  private static final PackedJson B = content(1);
  private static final PackedJson C = content(2);

  private PackedEffects() {}

  /** Of the plan in force of a workload that stands frozen. */
  static List<Row> inForce() {
    List<Row> rows = new ArrayList<>();
    rows.add(told("version", "version: 2", ""));
    rows.add(told("losses", "losses: 2", ""));
    rows.add(told("bytes", "bytes: " + (B.bytes() + 1), ""));
    rows.add(told("data", "data: " + C.data(), TO_C));
    return rows;
  }

  private static Row told(String field, String edited, String after) {
    return row("spec.evacuation[].packed." + field)
        .given("BleuWorkload/web", "{spec: {suspend: true}}")
        .given(PLACEMENT, EvacuationEffects.stands(packed("")))
        .edit(PLACEMENT, EvacuationEffects.stands(packed(edited)))
        .see(contingency("web"), TO_B, after);
  }

  /** Of an entry that is not carried out yet: what is written says what the entry says. */
  static List<Row> pending() {
    List<Row> rows = new ArrayList<>();
    rows.add(written("version", "version: 2", "1", "2"));
    rows.add(written("losses", "losses: 2", "1", "2"));
    rows.add(written("bytes", "bytes: 7", "" + B.bytes(), "7"));
    rows.add(written("data", "data: " + C.data(), B.data(), C.data()));
    return rows;
  }

  private static Row written(String field, String edited, String before, String after) {
    return row("spec.entries[].evacuation[].packed." + field)
        .given(DecisionLedgerEffects.LEDGER, EvacuationEffects.entry(packed("")))
        .edit(DecisionLedgerEffects.LEDGER, EvacuationEffects.entry(packed(edited)))
        .see(placement("/spec/evacuation/0/packed/" + field), before, after);
  }

  /** The plan onto b, with one field as it is edited. */
  static String packed(String edited) {
    Map<String, String> fields = new TreeMap<>();
    for (String field :
        List.of("version: 1", "losses: 1", "bytes: " + B.bytes(), "data: " + B.data(), edited)) {
      fields.put(field.split(":")[0], field);
    }
    fields.remove("");
    return "{packed: {" + String.join(", ", fields.values()) + "}}";
  }

  private static PackedJson content(int target) {
    return PackedJson.of(
        JsonTree.parse(
            """
            {"items":[{"keeps":0,"to":[{"replicas":3,"zones":[%d]}],"zones":[0]}],"names":["a","b","c"]}\
            """
                .formatted(target)));
  }
}
