package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.Row.row;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.drill.DrillOrder;
import cloud.bleu.drill.DrillStatus;
import cloud.bleu.drill.DrillTranslator;
import cloud.bleu.drill.LiveDrill;
import cloud.bleu.drill.LiveStatus;
import cloud.bleu.drill.LiveStep;
import cloud.bleu.drill.LiveView;
import cloud.bleu.fieldeffects.Row.View;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What every field of a ResilienceDrill does. */
final class ResilienceDrillEffects {
  private static final String DRILL = "ResilienceDrill/d";
  private static final String SITE = "{spec: {scope: {site: s-a}, timeZone: Europe/Paris}}";

  /** Now is a Tuesday, one o'clock in Paris, and the provider has all three replicas. */
  private static final String LIVE =
      "{spec: {scope: {provider: acme}, mode: Live, window: {opens: 0 12 * * 2, duration: 2h},"
          + " budget: {replicas: 3}}}";

  private static final String RAN =
      "{status: {lastPassed: \"2026-10-01T06:00:00Z\", history: [{at: \"2026-10-01T06:00:00Z\","
          + " scope: site s-a, cause: Once, verdict: Passed}]}}";

  private ResilienceDrillEffects() {}

  static List<Row> rows() {
    return List.of(
        scoped("zone", "{zone: a}", "{zone: b}").see(ResilienceDrillEffects::lost, "a", "b"),
        scoped("site", "{site: s-a}", "{site: s-b}").see(ResilienceDrillEffects::lost, "a", "b"),
        scoped("region", "{region: north}", "{region: south}")
            .see(ResilienceDrillEffects::lost, "a b", "c"),
        scoped("provider", "{provider: acme}", "{provider: other}")
            .given("CloudProvider/other", "{spec: {offerings: [{name: base, layers: [IaaS]}]}}")
            .given("AvailabilityZone/c", "{spec: {provider: other}}")
            .see(ResilienceDrillEffects::lost, "a b", "c"),
        hazard("kind", "{kind: flood, value: seine}", "{kind: power}"),
        hazard("value", "{kind: flood, value: seine}", "{value: rhone}"),
        of("mode", LIVE, "{mode: Shadow}").see(live(), "DrillMoving", ""),
        of("window.opens", LIVE, "{window: {opens: 0 15 * * 2}}")
            .see(live(), "DrillMoving", "DrillWaitsForWindow"),
        of("window.duration", LIVE, "{window: {duration: 30m}}")
            .see(live(), "DrillMoving", "DrillWaitsForWindow"),
        of("budget.replicas", LIVE, "{budget: {replicas: 2}}")
            .see(live(), "DrillMoving", "DrillOverBudget"),
        of("schedule", "{spec: {scope: {site: s-a}, schedule: 0 6 1 * *}}", "{schedule: 0 7 2 * *}")
            .see(nextRun(), "2026-12-01T05:00:00Z", "2026-12-02T06:00:00Z"),
        of(
                "timeZone",
                "{spec: {scope: {site: s-a}, schedule: 0 6 1 * *, timeZone: Europe/Paris}}",
                "{timeZone: UTC}")
            .see(nextRun(), "2026-12-01T05:00:00Z", "2026-12-01T06:00:00Z"),
        of("suspend", SITE, "{suspend: true}").see(reason("Ready"), "DrillDone", "Suspended"),
        of("maxAge", SITE, "{maxAge: 24h}")
            .given(DRILL, RAN)
            .see(reason("Fresh"), "DrillFresh", "DrillTooOld"));
  }

  private static Row.Draft scoped(String field, String before, String after) {
    return row("spec.scope." + field)
        .given(DRILL, "{spec: {scope: " + before + "}}")
        .edit(DRILL, "{spec: {scope: " + after + "}}");
  }

  private static Row hazard(String field, String before, String after) {
    return row("spec.scope.hazard." + field)
        .given("AvailabilityZone/a", "{spec: {failureDomains: {flood: seine, power: none}}}")
        .given("AvailabilityZone/b", "{spec: {failureDomains: {flood: rhone, power: seine}}}")
        .given(DRILL, "{spec: {scope: {hazard: " + before + "}}}")
        .edit(DRILL, "{spec: {scope: {hazard: " + after + "}}}")
        .see(ResilienceDrillEffects::lost, "a", "b");
  }

  private static Row.Draft of(String field, String given, String edit) {
    return row("spec." + field).given(DRILL, given).edit(DRILL, "{spec: " + edit + "}");
  }

  /** The zones that it loses. */
  private static String lost(World world) {
    DrillOrder order = Objects.requireNonNull(read(world).order(), () -> "" + read(world));
    return String.join(" ", order.loss().zones());
  }

  /** How a live drill stands, once everything is where it is decided and ready there. */
  private static View live() {
    return world -> {
      Plan plan = world.plan();
      Estate estate = Estates.with(world.translation().estate(), Estates.inForce(plan));
      Map<WorkloadId, LiveView.Running> running = new HashMap<>();
      plan.decisions().forEach(d -> running.put(d.id(), new LiveView.Running(3, Map.of(), null)));
      LiveView view = new LiveView(World.NOW, true, estate, Set.of(), Set.of(), running, null);
      DrillTranslator.Read read = read(world);
      if (!LiveDrill.isLive(drill(world), read)) {
        return "";
      }
      LiveStep step = LiveDrill.next(drill(world), read, view);
      Condition ready =
          Conditions.find(LiveStatus.of(drill(world), read, step, World.NOW).conditions(), "Ready");
      return ready == null ? "" : ready.getReason();
    };
  }

  private static View nextRun() {
    return world -> status(world).nextRun();
  }

  private static View reason(String type) {
    return world -> {
      Condition condition = Conditions.find(status(world).conditions(), type);
      return condition == null ? "" : condition.getReason();
    };
  }

  private static ResilienceDrillStatus status(World world) {
    return DrillStatus.of(drill(world), read(world), null, false, World.NOW);
  }

  private static DrillTranslator.Read read(World world) {
    return DrillTranslator.read(drill(world), world.translation().estate());
  }

  private static ResilienceDrill drill(World world) {
    return world.object(ResilienceDrill.class, DRILL);
  }
}
