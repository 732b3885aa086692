package cloud.bleu.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person sees with kubectl. */
class KubectlOnPlaneTest extends CrdPlane {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bw|BleuWorkload|NAME READY REPLICAS ZONES TOLERATES POLICY REASON AGE",
        "az|AvailabilityZone|NAME REGION STATE INCIDENT READY HEALTHY SCHEDULABLE REACHABLE REASON AGE",
        "cprov|CloudProvider|NAME READY OWNERSHIP ZONES NEXT-EXPIRY REASON AGE",
        "sovpol|SovereigntyPolicy|NAME READY GOVERNED SATISFIED VIOLATED WAIVED REASON AGE",
        "wp|WorkloadPlacement|NAME SEQUENCE CAUSE DELIVERED AVAILABLE REASON AGE",
        "waiver|SovereigntyWaiver|NAME WORKLOAD POLICY RULE UNTIL READY REASON AGE",
        "drill|ResilienceDrill|NAME MODE PHASE SCHEDULE SUSPEND PASSED FRESH LAST-RUN NEXT-RUN REASON AGE",
        "mplan|MigrationPlan|NAME TARGET WORKLOADS MOVED BLOCKS NEXT-WAVE CLEAR READY REASON AGE",
        "gate|PlacementGate|NAME SEQUENCE AGE",
        "ledger|DecisionLedger|NAME SEQUENCE HEAD AGE"
      })
  void columnsAreUsefulAndInOrder(String shortName, String kind, String header) throws Exception {
    String spec =
        switch (kind) {
          case "BleuWorkload" -> CrdCases.WORKLOAD;
          case "AvailabilityZone" -> CrdCases.ZONE;
          case "SovereigntyPolicy" -> "rules: [{name: a, rule: seat-in-eu}]";
          case "PlacementGate" -> "sequence: 1";
          case "MigrationPlan" -> "target: p, namespaces: [a]";
          case "ResilienceDrill" -> "scope: {zone: a}";
          case "SovereigntyWaiver" -> CrdCases.WAIVER.formatted("2026-11-01T00:00:00Z");
          case "WorkloadPlacement" ->
              "workloadRef: {name: a}, assignments: [{zone: a, replicas: 2}, {zone: b, replicas: 1}]";
          default -> "";
        };
    create(kind, spec);
    String table = kubectl("get", shortName);
    assertEquals(header, table.lines().findFirst().orElseThrow().trim().replaceAll(" +", " "));
  }

  @Test
  void aStatusFillsTheColumnsOfAWorkload() throws Exception {
    String name =
        create("BleuWorkload", CrdCases.WORKLOAD + ", replicas: 9").getMetadata().getName();
    status(
        "BleuWorkload",
        name,
        "zones: 'a=5, b=4', tolerates: 1 Zone, conditions: [{type: Ready, status: 'False', reason: NoRoom, message: m,"
            + " lastTransitionTime: 2026-01-01T00:00:00Z}, {type: PolicySatisfied, status: 'True', reason: Ok, message:"
            + " m, lastTransitionTime: 2026-01-01T00:00:00Z}]");
    String row = kubectl("get", "bw", name, "--no-headers").trim();
    assertTrue(
        row.matches(name + " +False +9 +a=5, b=4 +1 Zone +True +NoRoom +[0-9]+s"), () -> row);
  }

  /** Who looks at the zones in an emergency sees the order beside the state that Git has. */
  @Test
  void anIncidentShowsBesideTheState() throws Exception {
    String name = create("AvailabilityZone", CrdCases.ZONE).getMetadata().getName();
    kubectl("annotate", "az", name, "placement.bleu.cloud/incident=Lost");
    String row = kubectl("get", "az", name, "--no-headers").trim();
    assertTrue(row.matches(".* Active +Lost .*"), () -> row);
  }

  /** Ready says that the zone is understood; in an outage it still is. */
  @Test
  void aZoneOfWhichNoNodeIsReadyShowsIt() throws Exception {
    String name = create("AvailabilityZone", CrdCases.ZONE).getMetadata().getName();
    String condition =
        "{type: %s, status: '%s', reason: %s, message: m, lastTransitionTime: 2026-01-01T00:00:00Z}";
    status(
        "AvailabilityZone",
        name,
        "conditions: ["
            + String.join(
                ", ",
                condition.formatted("Ready", "True", "Understood"),
                condition.formatted("Healthy", "False", "NodesNotReady"),
                condition.formatted("Schedulable", "Unknown", "Silent"))
            + "]");
    String row = kubectl("get", "az", name, "--no-headers").trim();
    assertTrue(row.matches(".* True +False +Unknown +Understood +[0-9]+s"), () -> row);
  }

  @Test
  void theCategoryNamesAllKinds() throws Exception {
    String listed = kubectl("api-resources", "--categories=bleu", "-o", "name");
    List<String> expected = new ArrayList<>();
    CrdFiles.KINDS.forEach(k -> expected.add(HasMetadata.getFullResourceName(k)));
    assertEquals(
        expected.stream().sorted().toList(), listed.lines().map(String::trim).sorted().toList());
  }

  @Test
  void explainSaysWhatAFieldMeans() throws Exception {
    for (Class<? extends HasMetadata> kind : CrdFiles.KINDS) {
      String plural = HasMetadata.getPlural(kind).toLowerCase(Locale.ROOT);
      String text = kubectl("explain", plural);
      assertTrue(text.contains(kind.getSimpleName()) && !text.contains("<empty>"), () -> text);
    }
    String recover = kubectl("explain", "bw.spec.resilience.tolerate.recover");
    assertTrue(recover.contains("room for what is lost is held elsewhere"), () -> recover);
    assertTrue(recover.contains("BestEffort\n"), () -> recover);
  }

  @Test
  void scaleWritesTheReplicas() throws Exception {
    String name =
        create("BleuWorkload", CrdCases.WORKLOAD + ", replicas: 9").getMetadata().getName();
    kubectl("scale", "bw/" + name, "--replicas=0");
    assertEquals("0", kubectl("get", "bw", name, "-o", "jsonpath={.spec.replicas}"));
  }

  @Test
  void anUnknownFieldIsAnErrorByDefault() throws Exception {
    String error =
        refusedByKubectl("BleuWorkload", CrdCases.WORKLOAD + ", resilence: {quorum: true}");
    assertTrue(error.contains("unknown field \"spec.resilence\""), () -> error);
  }
}
