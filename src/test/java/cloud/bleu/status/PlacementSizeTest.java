package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Evacuation;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.decision.EvacuationConversion;
import cloud.bleu.decision.PackedItems;
import cloud.bleu.placement.ChosenPlan;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.UnevenEstate;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.evacuation.PlanGroups;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.translate.workload.WrittenDecision;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A WorkloadPlacement for 200 zones and all rules stays far below what etcd takes. */
class PlacementSizeTest {

  /** Decided for three zones, as most are; two hundred are there, of ten providers. */
  @Test
  void aWorkloadOfAFewZonesStaysNearTwentyKilobytesHoweverManyZonesAreRefused() {
    WorkloadPlacement placement = LargestPlacement.in(3, "dossier-patient", "sante");
    int bytes = bytes(placement);
    assertTrue(bytes < 32_000, bytes + " bytes");
    WorkloadPlacementStatus status = placement.getStatus();
    assertEquals(
        LargestPlacement.ZONES, status.rejected().size() + status.omittedRejected(), "all count");
    assertTrue(status.explanations().size() > 3, status.explanations().size() + " are explained");
    assertTrue(status.leftOut().endsWith("the right to read zones and policies"), status.leftOut());
    assertTrue(
        status.leftOut().contains("`bleu explain n/dossier-patient --all`"), status.leftOut());
  }

  /** Each rule of which there is anything to say is named before another one is twice. */
  @Test
  void eachRuleIsNamedOnceBeforeOneIsNamedTwice() {
    Explanations told = Explanations.of(LargestPlacement.whyNowhere(), 20_000);
    List<String> rules = told.against().stream().map(e -> e.policy() + "/" + e.rule()).toList();
    long all =
        LargestPlacement.whyNowhere().against().stream()
            .map(g -> g.verdict().policy() + "/" + g.verdict().rule())
            .distinct()
            .count();
    assertTrue(rules.stream().distinct().count() >= Math.min(all, rules.size() / 2), rules + "");
  }

  /** Replicas spread over so many zones, each loss of a zone, site and region planned for. */
  @ParameterizedTest
  @CsvSource({"3, 20000", "20, 20000", "40, 20000", "80, 24000", "200, 48000"})
  void oneOfManyZonesStaysNearTwentyKilobytes(int zones, int bound) {
    WorkloadPlacement placement = LargestPlacement.in(zones, "dossier-patient", "sante");
    int bytes = bytes(placement);
    assertTrue(bytes < bound, bytes + " bytes");
    assertEquals(zones, placement.getSpec().assignments().size());
  }

  /** The plan hardly grows with the replicas; the last row has 9 and 10 in its zones. */
  @ParameterizedTest
  @CsvSource({
    "200, 20, 200, 48000",
    "800, 80, 200, 48000",
    "2000, 200, 200, 48000",
    "1980, 60, 200, 48000"
  })
  void oneOfManyReplicasIsAsLargeAsTheDocumentsSay(
      int replicas, int leastZones, int zones, int bound) {
    WorkloadPlacement placement =
        LargestPlacement.in(replicas, leastZones, "dossier-patient", "sante");
    assertEquals(zones, placement.getSpec().assignments().size());
    int bytes = bytes(placement);
    assertTrue(bytes < bound, bytes + " bytes");
  }

  /**
   * Shares at random, so that no two losses have as many replicas to give, with a plan for the loss
   * of any zone, site, region and provider.
   */
  @ParameterizedTest
  @CsvSource({
    "60, 200, false, 25000",
    "60, 2000, true, 21000",
    "120, 200, true, 26000",
    "120, 2000, true, 31000",
    "200, 200, true, 36000",
    "200, 2000, true, 45000"
  })
  void unevenSharesAreAsLargeAsTheDocumentsSay(int zones, int replicas, boolean packed, int bound) {
    Decision decision = LargestPlacement.uneven(replicas, zones);
    WorkloadPlacement placement = LargestPlacement.of(decision, "dossier-patient", "sante");
    assertWrittenBelow(bound, packed, placement, decision.contingency());
  }

  /** Losses that share little, of each of an engine's workloads: names of 31 characters. */
  @ParameterizedTest
  @CsvSource({"regions, 0, 49000", "room, 4, 45000"})
  void lossesThatShareLittleAreAsLargeAsTheDocumentsSay(String why, int others, int bound) {
    Estate estate =
        UnevenEstate.of(LargestPlacement.ZONES, 2_000, why, others, LargestPlacement::name);
    for (Decision decision : Planner.decisions(estate).decisions()) {
      WorkloadPlacement placement =
          LargestPlacement.of(decision.assignments(), decision.contingency());
      assertWrittenBelow(bound, true, placement, decision.contingency());
    }
  }

  /** No engine makes such a plan: whichever loss, each replica goes anywhere. */
  @Test
  void lossesThatShareNothingStayBelow64Kilobytes() {
    ChosenPlan plan = ChosenPlan.of(LargestPlacement.ZONES, 2_000, 1, LargestPlacement::name);
    WorkloadPlacement placement = LargestPlacement.of(plan.assignments(), plan.contingency());
    assertWrittenBelow(64_000, true, placement, plan.contingency());
    assertEquals(1, placement.getSpec().evacuation().size());
    assertEquals(
        plan.contingency().size(), placement.getSpec().evacuation().get(0).packed().losses());
  }

  private static void assertWrittenBelow(
      int bound, boolean packed, WorkloadPlacement placement, List<Contingency> contingency) {
    int bytes = bytes(placement);
    assertTrue(bytes < bound, bytes + " bytes");
    assertEquals(packed, placement.getSpec().evacuation().get(0).packed() != null);
    assertEquals(contingency, WrittenDecision.contingency(placement));
  }

  /** A decision does not change by the form in which it was written. */
  @Test
  void whatIsWrittenInAnotherFormIsNotDecidedAnew() {
    Decision decision = LargestPlacement.everywhere();
    WorkloadPlacementSpec spec = LargestPlacement.of("dossier-patient", "sante").getSpec();
    assertEquals(1, spec.evacuation().size(), "it is packed");
    List<Evacuation> readable =
        EvacuationConversion.readable(
            PlanGroups.of(decision.contingency(), decision.assignments()));
    List<Evacuation> otherwise = new ArrayList<>(readable);
    Collections.reverse(otherwise);
    int losses = decision.contingency().size();
    for (List<Evacuation> form :
        List.of(spec.evacuation(), readable, PackedItems.of(otherwise, losses))) {
      assertNull(
          LargestPlacement.difference(
              decision,
              new WorkloadPlacementSpec(
                  spec.workloadRef(), spec.assignments(), form, spec.decision())));
    }
  }

  /**
   * A replica in every zone and a plan for every loss of every scope: that is decided, and written
   * whole, for it is carried out as it stands there. What is said beside stays small.
   */
  @Test
  void theLargestDecisionStaysBelow64Kilobytes() {
    WorkloadPlacement placement = LargestPlacement.of("dossier-patient", "sante");
    assertEquals(LargestPlacement.ZONES, placement.getStatus().zones().size());
    int status = bytes(placement.getStatus());
    assertTrue(status < 32_000, status + " bytes");
    int bytes = bytes(placement);
    assertTrue(bytes < 64_000, bytes + " bytes");
    assertEquals(
        LargestPlacement.everywhere().contingency(), WrittenDecision.contingency(placement));
  }

  /** What the size rests on: a rule that is new in the catalogue counts here by itself. */
  @Test
  void everyRuleRefusesEveryZone() {
    List<String> rules = Catalogue.rules().stream().map(r -> r.declaration().id()).toList();
    Decision nowhere = LargestPlacement.nowhere();
    assertEquals(LargestPlacement.ZONES, nowhere.rejected().size());
    nowhere
        .rejected()
        .forEach(
            (zone, verdicts) ->
                assertEquals(
                    new TreeSet<>(rules),
                    verdicts.stream()
                        .filter(v -> "everything".equals(v.policy()))
                        .map(Verdict::rule)
                        .collect(Collectors.toCollection(TreeSet::new)),
                    zone));
  }

  /** What the size rests on: replicas in every zone and a plan for every event of every scope. */
  @Test
  void everyZoneIsUsedAndEveryLossIsPlanned() {
    Decision everywhere = LargestPlacement.everywhere();
    assertInstanceOf(Decision.Outcome.Placed.class, everywhere.outcome());
    assertEquals(LargestPlacement.ZONES, everywhere.assignments().size());
    assertEquals(
        "failureDomains/flood=50 Provider=10 Region=20 Site=100 Zone=200",
        everywhere.contingency().stream()
            .map(c -> c.event().scope().name())
            .collect(Collectors.groupingBy(s -> s, Collectors.counting()))
            .entrySet()
            .stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .sorted(String.CASE_INSENSITIVE_ORDER)
            .collect(Collectors.joining(" ")));
  }

  private static int bytes(Object object) {
    return Serialization.asJson(object).getBytes(StandardCharsets.UTF_8).length;
  }
}
