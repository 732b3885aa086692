package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.Chained.placement;
import static cloud.bleu.fieldeffects.Decided.contingency;
import static cloud.bleu.fieldeffects.Decided.zones;
import static cloud.bleu.fieldeffects.Row.row;

import java.util.ArrayList;
import java.util.List;

/**
 * What every field of an evacuation plan does: where it is in force, as what is done on a loss, and
 * in the ledger, as the decision that is written from it.
 */
final class EvacuationEffects {
  private static final String PLACEMENT = "WorkloadPlacement/web";
  private static final String WEB = "BleuWorkload/web";
  private static final String REGION = "region north: a>c 1, keeps 0";
  private static final String SITE = "site s-a: a>b 3, keeps 0";
  private static final String ZONE = "zone a: a>b 3, keeps 0";

  /** One group that says all of it. */
  private static final String PLAN =
      "{zones: [a], otherZones: false, losses: [{event: site s-a, from: [a]}, {event: region north, moves: [{from: a,"
          + " to: c, replicas: 1}]}], to: [{zones: [b], through: b, replicas: 3}], apart: [{from: [c],"
          + " last: [d]}], keeps: 0}";

  private static final String EVICTING =
      PLAN.replace("keeps", "evicts: [{namespace: shop, name: low, zone: b, replicas: 2}], keeps");

  private EvacuationEffects() {}

  /** Of the plan in force of a workload that stands frozen. */
  static List<Row> inForce() {
    List<Row> rows = new ArrayList<>();
    told(rows, "zones[]", "zones: [a], o", "zones: [b], o", REGION, SITE, "zone b: keeps 0");
    rows.add(
        draft("otherZones", PLAN.replace("zones: [a], otherZones: false", "otherZones: true"))
            .edit(PLACEMENT, stands(PLAN.replace("zones: [a], otherZones", "otherZones")))
            .see(contingency("web"), said(REGION, SITE, ZONE), said(REGION, SITE)));
    told(rows, "losses[].event", "site s-a", "site s-b", REGION, "site s-b: a>b 3, keeps 0", ZONE);
    told(rows, "losses[].from[]", "from: [a]", "from: [c]", REGION, "site s-a: keeps 0", ZONE);
    told(
        rows, "losses[].moves[].from", "from: a,", "from: c,", "region north: keeps 0", SITE, ZONE);
    told(rows, "losses[].moves[].to", "to: c", "to: b", "region north: a>b 1, keeps 0", SITE, ZONE);
    told(
        rows,
        "losses[].moves[].replicas",
        "replicas: 1}",
        "replicas: 2}",
        "region north: a>c 2, keeps 0",
        SITE,
        ZONE);
    told(
        rows,
        "to[].zones[]",
        "zones: [b], t",
        "zones: [c], t",
        REGION,
        "site s-a: a>c 3, keeps 0",
        "zone a: a>c 3, keeps 0");
    String range = "{zones: [a], to: [{zones: [b], through: b, replicas: 1}], keeps: 0}";
    rows.add(
        draft("to[].through", range)
            .given(PLACEMENT, inThreeZones(range))
            .edit(PLACEMENT, inThreeZones(range.replace("through: b", "through: c")))
            .see(contingency("web"), "zone a: a>b 1, keeps 0", "zone a: a>b 1, a>c 1, keeps 0"));
    told(
        rows,
        "to[].replicas",
        "replicas: 3",
        "replicas: 2",
        REGION,
        "site s-a: a>b 2, keeps 0",
        "zone a: a>b 2, keeps 0");
    apart(rows, "from[]", "from: [a]", "from: [b]", "zone a: a>c 3, keeps 0");
    apart(rows, "last[]", "last: [b]", "last: [c]", "zone a: a>c 3, keeps 0");
    told(
        rows,
        "keeps",
        "keeps: 0",
        "keeps: 1",
        "region north: a>c 1, keeps 1",
        "site s-a: a>b 3, keeps 1",
        "zone a: a>b 3, keeps 1");
    gives(rows, "namespace", "namespace: shop", "namespace: mall");
    gives(rows, "name", "name: low", "name: web");
    gives(rows, "zone", "zone: b", "zone: c");
    gives(rows, "replicas", "replicas: 2}]", "replicas: 1}]");
    return rows;
  }

  private static void told(
      List<Row> rows, String field, String written, String edited, String... after) {
    rows.add(
        draft(field, PLAN)
            .edit(PLACEMENT, stands(PLAN.replace(written, edited)))
            .see(contingency("web"), said(REGION, SITE, ZONE), said(after)));
  }

  private static void apart(
      List<Row> rows, String field, String written, String edited, String before) {
    String plan =
        "{zones: [a], to: [{zones: [b, c], replicas: 3}], apart: [{from: [a], last: [b]}], keeps: 0}";
    rows.add(
        draft("apart[]." + field, plan)
            .edit(PLACEMENT, stands(plan.replace(written, edited)))
            .see(contingency("web"), before, "zone a: a>b 3, keeps 0"));
  }

  private static Row.Draft draft(String field, String plan) {
    return row("spec.evacuation[]." + field)
        .given(WEB, "{spec: {suspend: true}}")
        .given(PLACEMENT, stands(plan));
  }

  private static String said(String... losses) {
    return String.join("; ", losses);
  }

  static String stands(String plan) {
    return "{metadata: {namespace: shop}, spec: {workloadRef: {name: web, uid: uid-web}, assignments: [{zone: a,"
        + " replicas: 3}], evacuation: ["
        + plan
        + "]}}";
  }

  private static String inThreeZones(String plan) {
    return stands(plan).replace("3}]", "3}, {zone: b, replicas: 1}, {zone: c, replicas: 1}]");
  }

  /** What gives way at the loss leaves room that somebody new may not count on otherwise. */
  private static void gives(List<Row> rows, String field, String written, String edited) {
    String plan =
        "{zones: [a], to: [{zones: [b], replicas: 3}], evicts: [{namespace: shop, name: low, zone: b, replicas: 2}],"
            + " keeps: 0}";
    rows.add(
        WorkloadPlacementEffects.beside(row("spec.evacuation[].evicts[]." + field))
            .given(PLACEMENT, stands(plan))
            .edit(PLACEMENT, stands(plan.replace(written, edited)))
            .see(zones("new"), "b=2", "-2"));
  }

  /** Of an entry that is not carried out yet. */
  static List<Row> pending() {
    List<Row> rows = new ArrayList<>();
    written(rows, "zones[]", "zones: [a], o", "zones: [c], o", "/zones/0", "a", "c");
    written(rows, "otherZones", "false", "true", "/otherZones", "false", "true");
    String loss = "/losses/0";
    String other = "/losses/1/moves/0";
    written(rows, "losses[].event", "s-a", "s-b", loss + "/event", "site s-a", "site s-b");
    written(rows, "losses[].from[]", "from: [a]", "from: [c]", loss + "/from/0", "a", "c");
    written(rows, "losses[].moves[].from", "from: a,", "from: b,", other + "/from", "a", "b");
    written(rows, "losses[].moves[].to", "to: c", "to: b", other + "/to", "c", "b");
    written(
        rows,
        "losses[].moves[].replicas",
        "replicas: 1}",
        "replicas: 2}",
        other + "/replicas",
        "1",
        "2");
    written(rows, "to[].zones[]", "zones: [b], t", "zones: [c], t", "/to/0/zones/0", "b", "c");
    written(rows, "to[].through", "through: b", "through: c", "/to/0/through", "b", "c");
    written(rows, "to[].replicas", "replicas: 3", "replicas: 2", "/to/0/replicas", "3", "2");
    written(rows, "apart[].from[]", "from: [c]", "from: [b]", "/apart/0/from/0", "c", "b");
    written(rows, "apart[].last[]", "last: [d]", "last: [e]", "/apart/0/last/0", "d", "e");
    String evicted = "/evicts/0/";
    written(rows, "evicts[].namespace", "shop", "mall", evicted + "namespace", "shop", "mall");
    written(rows, "evicts[].name", "name: low", "name: lower", evicted + "name", "low", "lower");
    written(rows, "evicts[].zone", "zone: b", "zone: c", evicted + "zone", "b", "c");
    written(
        rows,
        "evicts[].replicas",
        "replicas: 2}]",
        "replicas: 4}]",
        evicted + "replicas",
        "2",
        "4");
    written(rows, "keeps", "keeps: 0", "keeps: 5", "/keeps", "0", "5");
    return rows;
  }

  private static void written(
      List<Row> rows,
      String field,
      String written,
      String edited,
      String pointer,
      String before,
      String after) {
    rows.add(
        row("spec.entries[].evacuation[]." + field)
            .given(DecisionLedgerEffects.LEDGER, entry(EVICTING))
            .edit(DecisionLedgerEffects.LEDGER, entry(EVICTING.replace(written, edited)))
            .see(placement("/spec/evacuation/0" + pointer), before, after));
  }

  static String entry(String plan) {
    return DecisionLedgerEffects.ledger(
        DecisionLedgerEffects.ENTRY.replaceAll(
            "contingency: .*\\}\\], time", "evacuation: [" + plan + "], time"));
  }
}
