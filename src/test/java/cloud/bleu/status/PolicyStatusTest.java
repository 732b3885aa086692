package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyPolicyStatus;
import cloud.bleu.placement.Planner;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a policy governs, how it is kept, and everything that is wrong with it. */
class PolicyStatusTest {

  private static final String FRANCE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyPolicy
      metadata: {name: france}
      spec:
        appliesTo: {dataClasses: [Ordinary]}
        rules:
        - {name: location, rule: data-location, action: %s, parameters: {countries: [FR]}}
      """;

  /**
   * One runs where it may, one runs where it may no longer, one has no place, one is not under it.
   */
  private static final String[] FOUR = {
    Estates.PROVIDERS,
    Estates.zone("a", "near", "north", "FR", "48.8"),
    Estates.zone("c", "far", "west", "US", "49.8"),
    Estates.machines("kept", 1, ""),
    Estates.machines("breached", 1, ""),
    Estates.machines("nowhere", 100, ""),
    Estates.machines("other", 1, "").replace("Ordinary", "Health"),
    """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: WorkloadPlacement
    metadata: {name: breached, namespace: n}
    spec:
      workloadRef: {name: breached}
      assignments: [{zone: c, replicas: 1}]
    """
  };

  @Test
  void countsWhatItGoverns() {
    SovereigntyPolicyStatus status = status(FRANCE.formatted("Enforce"));
    assertEquals(3, status.governed());
    assertEquals(1, status.satisfied());
    assertEquals(1, status.violated());
    assertEquals(3L, status.observedGeneration());
    assertCondition(status, "Ready", "True", "Valid");
    assertNull(Conditions.find(status.conditions(), "Stalled"));
  }

  @Test
  void whatOnlyWarnsViolatesNothing() {
    SovereigntyPolicyStatus status = status(FRANCE.formatted("Warn"));
    assertEquals(3, status.governed());
    assertEquals(2, status.satisfied());
    assertEquals(0, status.violated());
  }

  @Test
  void everyErrorOfEveryRuleIsNamed() {
    SovereigntyPolicyStatus status =
        status(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: SovereigntyPolicy
            metadata: {name: france}
            spec:
              appliesTo: {dataClasses: [Ordinary]}
              rules:
              - {name: one, rule: data-locations, action: Enforce, parameters: {countries: [FR]}}
              - {name: two, rule: data-location, action: Enforce, parameters: {lands: [FR]}}
              - {name: three, rule: ownership-thresholds, action: Enforce, parameters: {individualPercent: lots}}
              - {name: four, action: Enforce, expression: "zone.nam == 'a' && zones", message: "1"}
            """);
    assertCondition(status, "Ready", "False", "InvalidRule");
    assertCondition(status, "Stalled", "True", "InvalidRule");
    for (String type : List.of("Ready", "Stalled")) {
      String message = Conditions.find(status.conditions(), type).getMessage();
      for (String each :
          List.of(
              "data-locations",
              "lands",
              "individualPercent",
              "no field nam",
              "no variable zones",
              "rules[3].message")) {
        assertTrue(message.contains(each), type + " does not name " + each + ": " + message);
      }
    }
    // It fails closed for what it governs: nothing new, and what runs stays.
    assertEquals(3, status.governed());
    assertEquals(0, status.satisfied());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pods.placement.bleu.cloud | Enforce |   | False | AdmissionMissing
                                    | Audit   |   | False | NotEnforced
                                    |         |   | False | NotEnforced
                                    | enforce |   | False | GovernedUnknown
                                    | Enforce | n | False | PodsOutsideDecisions
                                    | Enforce | m | True  | Admission
          """)
  void saysWhetherAdmissionKeepsTheDecisions(
      String missing, String level, String outside, String value, String reason) {
    TreeMap<String, String> levels = new TreeMap<>();
    if (level != null) {
      levels.put("n", level);
    }
    assertCondition(
        status(FRANCE.formatted("Enforce"), new Enforcement(set(missing), levels, set(outside))),
        "Enforced",
        value,
        reason);
  }

  @Test
  void saysWhatToWriteForALabelThatMeansNothing() {
    assertEquals(
        "n: its label placement.bleu.cloud/governed is \"Enforced\", which is neither Audit nor"
            + " Enforce, so admission keeps nothing there, though policies hold; write Enforce",
        Conditions.find(
                status(
                        FRANCE.formatted("Enforce"),
                        new Enforcement(
                            new TreeSet<>(),
                            new TreeMap<>(Map.of("n", "Enforced")),
                            new TreeSet<>()))
                    .conditions(),
                "Enforced")
            .getMessage());
  }

  private static TreeSet<String> set(String one) {
    return one == null ? new TreeSet<>() : new TreeSet<>(List.of(one));
  }

  private static SovereigntyPolicyStatus status(String policy) {
    return status(policy, new Enforcement(new TreeSet<>(), new TreeMap<>(), new TreeSet<>()));
  }

  private static SovereigntyPolicyStatus status(String policy, Enforcement enforcement) {
    return status(policy, enforcement, new TreeMap<>());
  }

  private static SovereigntyPolicyStatus status(
      String policy, Enforcement enforcement, TreeMap<String, String> evidence) {
    String[] all = java.util.Arrays.copyOf(FOUR, FOUR.length + 1);
    all[FOUR.length] = policy;
    Estates estates = Estates.of(all);
    Translation read = estates.read();
    return PolicyStatus.of(
        estates.object(SovereigntyPolicy.class, "france"),
        read.problemsOf(new ObjectRef("SovereigntyPolicy", null, "france")).stream()
            .map(Problem::text)
            .toList(),
        read.estate(),
        Planner.plan(read.estate()).decisions(),
        enforcement,
        evidence,
        Estates.NOON);
  }

  private static void assertCondition(
      SovereigntyPolicyStatus status, String type, String value, String reason) {
    Condition condition = Conditions.find(status.conditions(), type);
    assertEquals(value + " " + reason, condition.getStatus() + " " + condition.getReason(), type);
  }
}
