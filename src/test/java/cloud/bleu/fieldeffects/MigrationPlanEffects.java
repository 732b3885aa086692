package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.Row.row;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.MigrationPlanStatus;
import cloud.bleu.fieldeffects.Row.View;
import cloud.bleu.migration.MigrationOrder;
import cloud.bleu.migration.MigrationSamples;
import cloud.bleu.migration.MigrationStatus;
import cloud.bleu.migration.MigrationTranslator;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What every field of a MigrationPlan does. */
final class MigrationPlanEffects {
  private static final String PLAN = "MigrationPlan/m";

  /** A front that calls nothing, and a job in another namespace. */
  private static final String SOURCE =
      """
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: shop, labels: {tier: one}}, spec: {template: {metadata: {labels: {app: a}}, spec: {nodeSelector: {kubernetes.io/arch: arm64}, containers: [{name: c, image: i, resources: {requests: {cpu: 1, memory: 1Gi}}}]}}}}
      ---
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: b, namespace: shop, labels: {tier: two}}, spec: {template: {metadata: {labels: {app: b}}, spec: {nodeSelector: {kubernetes.io/arch: arm64}, containers: [{name: c, image: i, resources: {requests: {cpu: 1, memory: 1Gi}}}]}}}}
      ---
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: d, namespace: side, labels: {tier: two}}, spec: {template: {metadata: {labels: {app: d}}, spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 1, memory: 1Gi}}}]}}}}
      """;

  private static final String ACCEPTED =
      "accepted: [{code: ArchNotThere, object: '*', found: '*', owner: anne, reason: soon, until:"
          + " '2027-01-01'}]";

  private MigrationPlanEffects() {}

  static List<Row> rows() {
    return List.of(
        of("target", "", "{target: s3ns}").see(tell(s -> s.inventory().blocks()), "0", "2"),
        of("namespaces[]", "", "{namespaces: [side]}")
            .see(workloads(), "Deployment shop/a, Deployment shop/b", "Deployment side/d"),
        of(
                "selector.matchLabels{}",
                "selector: {matchLabels: {tier: one}}",
                selector("{tier: two}"))
            .see(workloads(), "Deployment shop/a", "Deployment shop/b"),
        expression("key", "tear", "Deployment shop/a", ""),
        expression("operator", "NotIn", "Deployment shop/a", "Deployment shop/b"),
        expression("values[]", "[two]", "Deployment shop/a", "Deployment shop/b"),
        of(
                "together[].objects[]",
                "mostWorkloads: 1, together: [{objects: ['Deployment shop/c']}]",
                "{together: [{objects: ['Deployment shop/*']}]}")
            .see(tell(s -> s.waves().size()), "2", "1"),
        of("mostWorkloads", "", "{mostWorkloads: 1}").see(tell(s -> s.waves().size()), "1", "2"),
        wave("wave", "{wave: 1, name: pilot, date: '2027-01-12'}", "{wave: 2, name: pilot}")
            .see(tell(s -> s.waves().get(0).name()), "pilot", "null"),
        wave("name", "{wave: 1, name: pilot}", "{wave: 1, name: main}")
            .see(tell(s -> s.next().name()), "pilot", "main"),
        wave("date", "{wave: 1, date: '2027-01-12'}", "{wave: 1, date: '2027-01-13'}")
            .see(tell(s -> s.waves().get(0).earliest()), "2027-01-12", "2027-01-13"),
        freeze("from", "{from: '2026-12-01', until: '2026-12-03', reason: x}")
            .see(earliest(), "2026-12-04", "2026-11-24"),
        freeze("until", "{from: '2026-11-20', until: '2026-12-04', reason: x}")
            .see(earliest(), "2026-12-04", "2026-12-05"),
        freeze("reason", "{from: '2026-11-20', until: '2026-12-03', reason: fair}")
            .see(
                tell(s -> s.next().obstacles().get(0).message().replaceAll(".*\\((.*)\\).*", "$1")),
                "x",
                "fair"),
        accepted("code", "{code: McrImage}", "InForce", "Unused").row(),
        accepted("object", "{object: 'Deployment side/*'}", "InForce", "Unused").row(),
        accepted("found", "{found: amd64}", "InForce", "Unused").row(),
        accepted("until", "{until: '2026-01-01'}", "InForce", "Expired").row(),
        accepted("owner", "{owner: bob}", "anne", "bob").told(a -> a.owner()),
        accepted("reason", "{reason: late}", "soon", "late").told(a -> a.reason()),
        owner("object", "{object: 'Deployment shop/b', owner: ops}", "ops", "null"),
        owner("owner", "{object: 'Deployment shop/a', owner: web}", "ops", "web"),
        of("dataClasses[]", "dataClasses: [Ordinary]", "{dataClasses: [Health]}")
            .given(
                "SovereigntyPolicy/health",
                "{spec: {appliesTo: {dataClasses: [Health]}, rules: [{name: q, rule:"
                    + " qualified-offering, action: Enforce, parameters: {acceptStates:"
                    + " [Qualified]}}]}}")
            .see(tell(s -> s.next().obstacles().get(0).kind()), "Look", "NotPlaced"),
        of("gate", "", "{gate: Refuse}")
            .see(
                tell(
                    s ->
                        Conditions.find(s.conditions(), "Ready")
                            .getMessage()
                            .replaceFirst("[^;]*(; )?", "")),
                "",
                "admission is to refuse what comes before its wave"),
        of("interval", "", "{interval: 2h}")
            .see(world -> String.valueOf(order(world).interval()), "PT1H", "PT2H"));
  }

  /** Of one accepted finding. */
  private record Acceptance(String field, String edit, String before, String after) {
    private Row row() {
      return told(MigrationPlanStatus.Accepted::state);
    }

    private Row told(Function<MigrationPlanStatus.Accepted, String> tells) {
      String all = ACCEPTED;
      String name = field + ": ";
      int at = all.indexOf(name);
      int end = all.indexOf(field.equals("until") ? "}" : ",", at);
      String edited =
          all.substring(0, at) + edit.substring(1, edit.length() - 1) + all.substring(end);
      return of("accepted[]." + field, "target: s3ns, " + all, "{" + edited + "}")
          .see(tell(s -> tells.apply(s.accepted().get(0))), before, after);
    }
  }

  private static Acceptance accepted(String field, String edit, String before, String after) {
    return new Acceptance(field, edit, before, after);
  }

  /** Of the owner of what is found in one Deployment. */
  private static Row owner(String field, String edit, String before, String after) {
    return of(
            "owners[]." + field,
            "target: s3ns, owners: [{object: 'Deployment shop/a', owner: ops}]",
            "{owners: [" + edit + "]}")
        .see(
            tell(
                s ->
                    s.findings().stream()
                        .filter(f -> f.object().equals("Deployment shop/a"))
                        .map(f -> String.valueOf(f.owner()))
                        .findFirst()
                        .orElseThrow()),
            before,
            after);
  }

  private static Row.Draft of(String field, String more, String edit) {
    return row("spec." + field)
        .given("CloudProvider/bleu", "{spec: {offerings: [{name: base, layers: [IaaS]}]}}")
        .given("CloudProvider/s3ns", "{spec: {offerings: [{name: base, layers: [IaaS]}]}}")
        .given("AvailabilityZone/b", "{spec: {provider: bleu}}")
        .given("AvailabilityZone/c", "{spec: {provider: s3ns}}")
        .given("Namespace/side", "{}")
        .given(
            PLAN,
            "{metadata: {generation: 1}, spec: {"
                + (more.contains("target:") ? "" : "target: bleu, ")
                + "namespaces: [shop]"
                + (more.isEmpty() ? "" : ", " + more)
                + "}}")
        .edit(PLAN, "{spec: " + edit + "}");
  }

  private static String selector(String labels) {
    return "{selector: {matchLabels: " + labels + "}}";
  }

  private static Row expression(String field, String value, String before, String after) {
    String name = field.replace("[]", "");
    String given = "{key: tier, operator: In, values: [one]}";
    String edited =
        switch (name) {
          case "key" -> given.replace("key: tier", "key: " + value);
          case "operator" -> given.replace("operator: In", "operator: " + value);
          default -> given.replace("[one]", value);
        };
    return of(
            "selector.matchExpressions[]." + field,
            "selector: {matchExpressions: [" + given + "]}",
            "{selector: {matchExpressions: [" + edited + "]}}")
        .see(workloads(), before, after);
  }

  private static Row.Draft wave(String field, String before, String after) {
    return of("waves[]." + field, "waves: [" + before + "]", "{waves: [" + after + "]}");
  }

  private static Row.Draft freeze(String field, String after) {
    return of(
        "freezes[]." + field,
        "freezes: [{from: '2026-11-20', until: '2026-12-03', reason: x}]",
        "{freezes: [" + after + "]}");
  }

  private static View earliest() {
    return tell(s -> s.waves().get(0).earliest());
  }

  private static View workloads() {
    return tell(
        s ->
            s.waves().stream()
                .flatMap(w -> w.workloads().stream())
                .collect(Collectors.joining(", ")));
  }

  private static View tell(Function<MigrationPlanStatus, Object> tells) {
    return world -> {
      MigrationPlanStatus status = status(world);
      Condition ready = Conditions.find(status.conditions(), "Ready");
      if (ready == null || !ready.getStatus().equals("True")) {
        throw new AssertionError(String.valueOf(ready));
      }
      return String.valueOf(tells.apply(status));
    };
  }

  private static MigrationPlanStatus status(World world) {
    MigrationOrder order = order(world);
    return MigrationStatus.of(
        plan(world),
        order,
        MigrationSamples.planned(order, MigrationSamples.text(SOURCE), world.objects()));
  }

  private static MigrationOrder order(World world) {
    MigrationTranslator.Read read =
        MigrationTranslator.read(plan(world), MigrationSamples.CATALOGUE, world.objects());
    return Objects.requireNonNull(read.order(), () -> String.valueOf(read.problems()));
  }

  private static MigrationPlan plan(World world) {
    MigrationPlan plan = world.object(MigrationPlan.class, PLAN);
    plan.setStatus(null);
    return plan;
  }
}
