package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Explanation;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.explain.DecisionProof;
import cloud.bleu.placement.explain.GroupedVerdict;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However many rules there are and whatever they say, the object fits into the API server. */
class ExplanationsTest {
  private static final int RULES = 40;
  private static final int ZONES = 200;

  /** All that there is to say of the workload that every rule refuses: the same for any room. */
  private static final List<GroupedVerdict> HERE = LargestPlacement.whyNowhere().here();

  private static final List<GroupedVerdict> AGAINST = LargestPlacement.whyNowhere().against();

  private static final DecisionProof AGAIN = LargestPlacement.whyNowhereAnew();

  /** Every rule refuses every zone, each with another message of the greatest length. */
  private static Decision worst() {
    TreeMap<String, List<Verdict>> rejected = new TreeMap<>();
    for (int z = 0; z < ZONES; z++) {
      String zone = "z%03d-".formatted(z) + "z".repeat(40);
      List<Verdict> verdicts = new ArrayList<>();
      for (int r = 0; r < RULES; r++) {
        verdicts.add(
            new Verdict(
                Verdict.Result.Reject,
                "Code%02d".formatted(r) + "x".repeat(26),
                Origin.Declared,
                zone + " é".repeat(500),
                "rule-" + r,
                "policy",
                zone,
                BoundRule.Action.Enforce,
                List.of("19.6.a", "19.6.b")));
      }
      rejected.put(zone, verdicts);
    }
    return new Decision(
        new WorkloadId("n", "web"),
        new Decision.Outcome.Unplaceable(new Decision.Reason("NoZoneAllowed", "why; do", false)),
        Decision.Cause.SpecChanged,
        3,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        rejected,
        List.of(),
        List.of(),
        List.of(),
        List.of(
            new Decision.Relaxation(
                List.of(new Decision.Change("spec.x", "y".repeat(5000), "z".repeat(5000))))),
        true,
        0);
  }

  @Test
  void whatIsTooMuchIsLeftOutAndCounted() {
    Estate estate = Estates.of(Estates.PROVIDERS, Estates.machines("web", 3, "")).read().estate();
    WorkloadPlacement placement = new WorkloadPlacement();
    placement.setMetadata(new ObjectMeta());
    WorkloadPlacementStatus status =
        PlacementStatus.of(
            new PlacementFacts(
                placement,
                new DecisionProof(estate.workloads().get(0), worst(), estate),
                null,
                null,
                null,
                new ObservedChildren(new TreeMap<>(), List.of(), true, false, false),
                Instant.EPOCH));

    int bytes = Serialization.asJson(status).getBytes(StandardCharsets.UTF_8).length;
    assertTrue(bytes < 30_000, bytes + " bytes");
    assertEquals(ZONES, status.rejected().size() + status.omittedRejected());
    assertTrue(status.rejected().stream().allMatch(r -> r.codes().size() == RULES), "a code lost");
    assertTrue(!status.explanations().isEmpty(), "nothing is explained");
    assertEquals(RULES * ZONES, status.explanations().size() + status.omitted());
    assertEquals(1024, status.relax().get(0).changes().get(0).from().length());
  }

  /**
   * Two hundred zones, every rule: whatever room there is, it is kept to and what is cut is said.
   */
  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 5_000, 10_000, 20_000, 60_000, 10_000_000})
  void whatThereIsNoRoomForIsCounted(long room) {
    Explanations told = Explanations.of(LargestPlacement.whyNowhere(), room);
    List<Explanation> shown = new ArrayList<>(told.here());
    shown.addAll(told.against());
    assertEquals(HERE.size() + AGAINST.size(), shown.size() + told.omitted());
    long bytes = bytes(told.here()) + bytes(told.against()) + bytes(told.facts());
    assertTrue(bytes <= Math.max(6, room), bytes + " bytes");

    Set<String> named = new TreeSet<>();
    shown.forEach(e -> named.addAll(e.facts()));
    Set<String> there = new TreeSet<>();
    told.facts().forEach(f -> there.add(f.name()));
    assertEquals(there, named, "each name leads to a fact, each fact is named");
    assertEquals(told, Explanations.of(AGAIN, room), "in a stable order");
    if (room == 10_000_000) {
      int most = WorkloadPlacementStatus.MAX_EXPLANATIONS;
      assertTrue(AGAINST.size() > most, AGAINST.size() + " to tell");
      assertEquals(most, told.against().size(), "with room for all, as many as the schema takes");
    }
    if (room == 60_000) {
      // Where the zone lies, by two policies' rules; the rest refuses.
      assertEquals(
          List.of("location", "own"), told.here().stream().map(Explanation::rule).toList());
      assertTrue(told.against().size() > 5, told.against().size() + " shown");
      assertTrue(told.facts().size() > 10, told.facts().size() + " facts");
      assertTrue(told.omittedFacts() > 0, "nothing is cut");
      assertTrue(told.moreZones() > 0, "of two hundred zones the first are named");
      Set<Integer> sizes = new TreeSet<>();
      AGAINST.forEach(g -> sizes.add(g.zones().size()));
      for (Explanation e : told.against()) {
        int more = e.moreZones() == null ? 0 : e.moreZones();
        assertTrue(sizes.contains(e.zones().size() + more), e.rule() + " counts all of its zones");
        assertTrue(more == 0 || e.zones().size() == WorkloadPlacementStatus.MAX_EXPLAINED_ZONES);
      }
      assertTrue(
          told.facts().stream().anyMatch(f -> "Press".equals(f.basis())), told.facts().toString());
    }
  }

  private static long bytes(Object part) {
    return Serialization.asJson(part).getBytes(StandardCharsets.UTF_8).length;
  }
}
