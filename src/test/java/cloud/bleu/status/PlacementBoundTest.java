package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.PolicyDigest;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.explain.DecisionProof;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The bound of a WorkloadPlacement at 200 zones, whichever of its lists is full, with names as long
 * as the schema takes them. Bytes are those of JSON as the API server writes it, without managed
 * fields.
 */
class PlacementBoundTest {

  private static final int ZONES = 200;

  /** The longest name of a zone, and of a policy or a waiver. */
  private static final String ZONE = "z".repeat(60);

  private static final String NAME = "n".repeat(250);
  private static final Estate ESTATE =
      Estates.of(Estates.PROVIDERS, Estates.machines("web", 3, "")).read().estate();

  /**
   * What is full, with zones in use and the character of which messages are: one that takes a byte,
   * three, or six.
   */
  @ParameterizedTest
  @CsvSource({
    "NOTHING, 3, x, 6000",
    "REJECTED, 3, x, 24000",
    "EXPLANATIONS, 3, x, 24000",
    "EXPLANATIONS, 3, €, 24000",
    "EXPLANATIONS, 3, <, 24000",
    "RELAXATIONS, 3, x, 24000",
    "RELAXATIONS, 3, €, 24000",
    "RELAXATIONS, 3, <, 24000",
    "WAIVERS, 3, x, 24000",
    "POLICIES, 3, x, 24000",
    "CONDITIONS, 3, x, 24000",
    "CONDITIONS, 3, <, 24000",
    "UNREACHED, 3, x, 24000",
    "ALL, 3, x, 24000",
    "ALL, 3, <, 24000",
    "ALL, 40, x, 40000",
    "NOTHING, 200, x, 50000",
    "CONDITIONS, 200, x, 62000",
    "UNREACHED, 200, x, 64000",
  })
  void isHeld(String full, int used, String character, long bound) {
    WorkloadPlacement placement = placement(full, used, character);
    long bytes = bytes(placement);
    assertTrue(bytes <= bound, bytes + " bytes");
    assertCounted(placement.getStatus());
  }

  /**
   * A workload that cannot be read keeps what was explained before: what is new is bounded too, and
   * nothing grows from look to look.
   */
  @ParameterizedTest
  @CsvSource({"ALL, 3, x, 24000", "ALL, 40, <, 40000", "POLICIES, 3, x, 24000"})
  void isHeldWhereTheWorkloadCannotBeRead(String full, int used, String character, long bound) {
    WorkloadPlacement placement = placement(full, used, character);
    for (int look = 0; look < 3; look++) {
      PlacementFacts facts = facts(placement, full, character);
      placement.setStatus(
          PlacementStatus.of(
              new PlacementFacts(
                  placement,
                  null,
                  null,
                  List.of(),
                  look == 2 ? facts.inputs() : null,
                  null,
                  facts.observed(),
                  Map.of(),
                  facts.now())));
      long bytes = bytes(placement);
      assertTrue(bytes <= bound, bytes + " bytes");
    }
  }

  /** What is told and what is counted is all that there is. */
  private static void assertCounted(WorkloadPlacementStatus status) {
    String line = String.valueOf(status.leftOut());
    Map<String, Integer> counted = new LinkedHashMap<>();
    counted.put("rejected zone", status.omittedRejected());
    counted.put("explanation", status.omitted());
    counted.put("waiver", status.omittedWaivers());
    counted.forEach(
        (what, count) ->
            assertEquals(
                count != null, line.matches(".*: .*\\b" + count + " " + what + ".*"), line));
    if (status.leftOut() != null) {
      assertTrue(line.contains("`bleu explain n/web --all` tells"), line);
    }
  }

  private static WorkloadPlacement placement(String full, int used, String character) {
    WorkloadPlacement placement = new WorkloadPlacement();
    placement.setMetadata(
        new ObjectMetaBuilder().withName("web").withNamespace("n").withGeneration(1L).build());
    placement.setSpec(
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef("web", "u"),
            IntStream.range(0, used).mapToObj(z -> new Assignment(zone(z), 1, null, null)).toList(),
            List.of(),
            null));
    placement.setStatus(PlacementStatus.of(facts(placement, full, character)));
    return placement;
  }

  private static PlacementFacts facts(WorkloadPlacement placement, String full, String character) {
    boolean all = full.equals("ALL");
    String text = character.repeat(5000);
    TreeMap<String, ObservedChildren.InZone> seen = new TreeMap<>();
    for (var assignment : placement.getSpec().assignments()) {
      seen.put(
          assignment.zone(),
          full.equals("UNREACHED")
              ? new ObservedChildren.InZone(
                  1, 1, 1, ObservedChildren.Progress.Done, true, Estates.NOON)
              : new ObservedChildren.InZone(
                  1, full.equals("CONDITIONS") ? 0 : 1, 1, ObservedChildren.Progress.Done));
    }
    List<ObservedChildren.Obstacle> obstacles =
        all || full.equals("CONDITIONS")
            ? List.of(new ObservedChildren.Obstacle("NameConflict", text, false))
            : List.of();
    Decision decision =
        new Decision(
            new WorkloadId("n", "web"),
            new Decision.Outcome.Placed(),
            Decision.Cause.SpecChanged,
            0,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            all || full.equals("REJECTED") || full.equals("EXPLANATIONS")
                ? rejected(full.equals("REJECTED") ? "x" : text)
                : new TreeMap<>(),
            List.of(),
            List.of(),
            List.of(),
            all || full.equals("RELAXATIONS") ? relaxations(text) : List.of(),
            true,
            0);
    return new PlacementFacts(
        placement,
        new DecisionProof(ESTATE.workloads().get(0), decision, ESTATE),
        null,
        all || full.equals("WAIVERS") ? waivers() : List.of(),
        all || full.equals("POLICIES") ? inputs() : null,
        null,
        new ObservedChildren(seen, obstacles, true, false, false),
        Map.of(),
        Estates.NOON);
  }

  private static TreeMap<String, List<Verdict>> rejected(String text) {
    TreeMap<String, List<Verdict>> rejected = new TreeMap<>();
    for (int z = 0; z < ZONES; z++) {
      List<Verdict> verdicts = new ArrayList<>();
      for (int v = 0; v < 5; v++) {
        verdicts.add(verdict(zone(z), "C".repeat(40) + v, z + text));
      }
      rejected.put(zone(z), verdicts);
    }
    return rejected;
  }

  private static List<Decision.Relaxation> relaxations(String text) {
    return IntStream.range(0, 10)
        .mapToObj(
            s ->
                new Decision.Relaxation(
                    IntStream.range(0, 3)
                        .mapToObj(c -> new Decision.Change("spec." + c, text, text))
                        .toList()))
        .toList();
  }

  private static List<WaiverUse> waivers() {
    List<WaiverUse> uses = new ArrayList<>();
    for (int w = 0; w < 100; w++) {
      for (int z = 0; z < ZONES; z++) {
        uses.add(
            new WaiverUse(
                new BoundRule(
                    Catalogue.rules().get(0),
                    "r".repeat(63),
                    NAME,
                    BoundRule.Action.Enforce,
                    BoundRule.OnViolation.Report,
                    Parameters.NONE,
                    List.of()),
                new Waiver(
                    NAME + "%03d".formatted(w),
                    List.of(),
                    Estates.NOON,
                    Estates.NOON.plusSeconds(60)),
                verdict(zone(z), "Seat", "the seat is in US")));
      }
    }
    return uses;
  }

  private static WorkloadPlacementStatus.Inputs inputs() {
    return new WorkloadPlacementStatus.Inputs(
        "bleu-placement/1",
        "sha256:" + "0".repeat(64),
        Estates.NOON.toString(),
        Estates.NOON.toString(),
        null,
        IntStream.range(0, 100)
            .mapToObj(
                p ->
                    new PolicyDigest(
                        NAME + "%03d".formatted(p), p == 0 ? null : "sha256:" + "0".repeat(64)))
            .toList());
  }

  private static Verdict verdict(String zone, String code, String message) {
    return new Verdict(
        Verdict.Result.Reject,
        code,
        Origin.Attested,
        message,
        "rule",
        NAME,
        zone,
        BoundRule.Action.Enforce,
        List.of("19.6.a"));
  }

  private static String zone(int z) {
    return ZONE + "%03d".formatted(z);
  }

  /** As encoding/json of Go writes it, which escapes what means something in HTML. */
  private static long bytes(WorkloadPlacement placement) {
    String json = Serialization.asJson(placement);
    return json.getBytes(StandardCharsets.UTF_8).length
        + 5 * json.chars().filter(c -> c == '<' || c == '>' || c == '&').count();
  }
}
