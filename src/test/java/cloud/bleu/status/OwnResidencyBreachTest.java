package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.Estates;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision.Outcome;
import cloud.bleu.placement.estate.Decision.Reason;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.ZoneState;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told to whoever narrows {@code spec.residency} of what runs. */
class OwnResidencyBreachTest {

  /** Policies with one rule each, by what that does to what runs. */
  private static final Map<String, BoundRule> POLICIES =
      Stream.of(BoundRule.OnViolation.values())
          .collect(Collectors.toMap(Enum::name, OwnResidencyBreachTest::policy));

  private static BoundRule policy(BoundRule.OnViolation does) {
    Catalogue.Binding.Bound bound =
        (Catalogue.Binding.Bound) Catalogue.bind("zones", Map.of("allow", List.of("x")));
    return new BoundRule(
        bound.rule(),
        "rule",
        does.name(),
        BoundRule.Action.Enforce,
        does,
        bound.parameters(),
        bound.requirements());
  }

  /**
   * Each breach is a zone, the answer and the rule, and the policy that states it, where it is not
   * the workload itself.
   */
  @ParameterizedTest(name = "{0}, {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a Reject zones                             | as usual            | a
          a Reject countries                         | as usual            | a
          a Reject providers                         | as usual            | a
          a Reject regions                           | as usual            | a
          a Reject key-custody                       | as usual            | a
          a Reject zones                             | replicated volumes  | a
          a Reject zones                             | cordoned            | a
          b Reject zones, a Reject countries         | as usual            | a, b
          a Reject zones, b Reject rule MoveNow      | as usual            | a
          a Reject zones, b Reject rule Rebalance    | as usual            | a
          a Reject zones, b Reject rule Report       | as usual            | a
          a Reject zones, a Reject rule Report       | as usual            | a
          a Reject zones, a Unknown rule MoveNow     | as usual            | a
          # A policy moves it already, once there is room.
          a Reject zones, a Reject rule MoveNow      | as usual            | none
          a Reject zones, a Reject rule Rebalance    | as usual            | none
          a Reject zones                             | drained             | none
          a Reject zones                             | lost                | none
          # Of a policy alone.
          a Reject rule MoveNow                      | as usual            | none
          a Reject rule Report                       | as usual            | none
          a Reject zones Report                      | as usual            | none
          # A fact is missing: to state it ends the breach, and no policy moves it.
          a Unknown countries                        | as usual            | none
          a Unknown countries, b Reject zones        | as usual            | b
          # Of images, of other workloads, of services.
          a Reject registry-allowed                  | as usual            | none
          a Reject services-offered                  | as usual            | none
          # Neither a policy nor a drain moves these.
          a Reject zones                             | volumes             | none
          a Reject zones                             | pods of others      | none
          a Reject zones                             | suspended           | none
          a Reject zones                             | not served          | none
          a Reject zones                             | check failed        | none
          a Reject zones                             | not planned         | none
          """)
  void whatWouldHaveItLeaveIsSaidOfItsZones(String breaches, String workload, String zones) {
    WorkloadFactsBuilder facts =
        new WorkloadFactsBuilder()
            .outcome(new Outcome.Placed())
            .ready(3)
            .planned(planned(workload));
    switch (workload) {
      case "pods of others" -> facts.pods();
      case "suspended" -> facts.suspended();
      case "not served" -> facts.notServed();
      case "check failed" -> facts.outcome(new Outcome.Kept(new Reason("CheckFailed", "m", false)));
      case "cordoned" -> facts.estate(estate(ZoneState.Cordoned));
      case "drained" -> facts.estate(estate(ZoneState.Drained));
      case "lost" -> facts.estate(estate(ZoneState.Lost));
      default -> facts.estate(estate(ZoneState.Active));
    }
    List<Verdict> verdicts =
        Stream.of(breaches.split(", ")).map(OwnResidencyBreachTest::verdict).toList();
    facts.violations(verdicts.toArray(Verdict[]::new));
    Condition told =
        Conditions.find(WorkloadStatus.of(facts.build()).conditions(), "PolicySatisfied");
    assertEquals("False", told.getStatus());
    assertEquals(verdicts.get(0).code(), told.getReason());
    String breach = told.getMessage().replaceFirst("; what runs in .*", "");
    assertTrue(breach.matches("[ab:,; ]+why \\(rules? .*\\)"), breach);
    assertEquals(
        zones.equals("none")
            ? breach
            : breach
                + "; what runs in "
                + zones
                + " stays there, until a SovereigntyPolicy that governs it enforces this rule with"
                + " onViolation MoveNow or Rebalance, the zone is drained, or spec.replicas is"
                + " raised and lowered again",
        told.getMessage());
  }

  private static Verdict verdict(String text) {
    String[] words = text.split(" ");
    return WorkloadFactsBuilder.verdict(
        Verdict.Result.valueOf(words[1]),
        "Code" + words[0],
        words[2],
        words.length > 3 ? words[3] : null,
        words[0]);
  }

  private static @Nullable Workload planned(String workload) {
    WorkloadBuilder planned = Estates.workload("web");
    POLICIES.values().forEach(planned::rule);
    return switch (workload) {
      case "volumes" -> planned.dataBound().build();
      case "replicated volumes" -> planned.dataBound().replication(null, null).build();
      case "not planned" -> null;
      default -> planned.build();
    };
  }

  private static Estate estate(ZoneState state) {
    return Estates.estate().zone(Estates.zone("a").state(state)).zone(Estates.zone("b")).build();
  }
}
