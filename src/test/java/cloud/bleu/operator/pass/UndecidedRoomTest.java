package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.load.UndecidedReplicas;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose the room is of what an engine runs and no decision counts. */
class UndecidedRoomTest {

  private static final WorkloadId WEB = new WorkloadId("shop", "web");

  private static final Instant SEEN = Instant.parse("2026-11-29T12:00:00Z");

  private static final String ZONE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: north}
      spec:
        provider: acme
        offerings: []
        region: north
        site: north
        location: {country: FR}
        usablePercent: 50
        capacity: {cpu: "20", pods: "100", largestNode: {cpu: "20"}}
        target: {karmada: {cluster: m}}
      """;

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: web, namespace: shop, uid: u}
      spec:
        replicas: 3
        dataClasses: [Ordinary]
        workload: {deployment: {template: {spec: {containers: [{name: main, image: none, resources: {requests: {cpu: "1"}}}]}}}}
        resilience: {}
      """;

  private static final Translation DECLARED = translation(ZONE);

  private static Translation translation(String zone) {
    return EstateTranslator.translate(
        ApiObjects.NONE
            .with(
                AvailabilityZone.class,
                List.of(Serialization.unmarshal(zone, AvailabilityZone.class)))
            .with(
                BleuWorkload.class, List.of(Serialization.unmarshal(WORKLOAD, BleuWorkload.class))),
        SEEN,
        Map.of());
  }

  /** The same room, as Karmada says it. */
  private static Translation reported() {
    Capacity declared = DECLARED.estate().zone("north").capacity();
    return DECLARED.of(
        DECLARED
            .estate()
            .withZones(
                List.of(
                    DECLARED
                        .estate()
                        .zone("north")
                        .withCapacity(
                            new Capacity.Reported(
                                Quantities.of(Map.of("cpu", declared.total().get("cpu"))),
                                Capacity.Origin.Karmada,
                                SEEN,
                                50)))));
  }

  private static UndecidedReplicas some(
      @Nullable WorkloadId of, int ordered, int running, @Nullable Long cpu, long summed) {
    return new UndecidedReplicas(
        of,
        new TreeMap<>(Map.of("north", ordered, "nowhere", 7)),
        new TreeMap<>(Map.of("north", running)),
        cpu == null ? null : Quantities.of(Map.of("cpu", cpu, "pods", 1L)),
        Quantities.of(Map.of("cpu", summed, "pods", 1L)));
  }

  /**
   * Of 20 cpu half are usable. Who takes replicas over holds their room in each case; what it is to
   * have of it beyond that is what the word of an engine has taken out already, at most what one of
   * its replicas asks.
   */
  @ParameterizedTest(name = "declared {0}, taken over {1}, {2} ordered and {3} run: {6} usable")
  @CsvSource({
    "true,  true,  4, 2, 1000, 1000, 10000, 4",
    "false, true,  4, 2, 1000, 1000, 12000, 4",
    "false, true,  4, 4, 1000, 600, 12400, 4",
    "false, true,  4, 4, 1600, 1600, 14000, 4",
    "false, true,  4, 0, 1000, 1000, 10000, 4",
    // Its workload is gone, or cannot be read: of the word of an engine it is missing already.
    "true,  false, 4, 2, 1000, 1000, 6000, 0",
    "true,  false, 40, 2, 1000, 1000, 0, 0",
    "true,  false, 2147483647, 2, 9000000000000, 1000, 0, 0",
    "false, false, 4, 2, 1000, 1000, 10000, 0",
    // What nobody can read may be as much as there is.
    "true,  false, 4, 2, , 0, 0, 0",
    "true,  true,  4, 2, , 0, 10000, 4",
  })
  void isCountedOnce(
      boolean isDeclared,
      boolean taken,
      int ordered,
      int running,
      @Nullable Long one,
      long summed,
      long usable,
      int held) {
    Translation translation = isDeclared ? DECLARED : reported();
    WorkloadId of = taken ? WEB : new WorkloadId("shop", "gone");
    Translation in =
        UndecidedRoom.in(translation, List.of(some(of, ordered, running, one, summed)));
    assertEquals(usable, in.estate().zone("north").capacity().usable().get("cpu"));
    assertEquals(
        held,
        in.estate().workloads().get(0).standing().getOrDefault("north", 0),
        "what its workload holds");
  }

  /** Where nobody says how much it is nothing new comes, as of a zone whose room is not known. */
  @Test
  void nobodyKnowsHowMuchIsLeft() {
    Translation in = UndecidedRoom.in(DECLARED, List.of(some(null, 1, 1, null, 0)));
    assertEquals(new Capacity.Unknown(50), in.estate().zone("north").capacity());
    assertSame(DECLARED, UndecidedRoom.in(DECLARED, List.of()));
  }

  /** Any number of pods goes where none is reported or declared, and that stays so. */
  @Test
  void podsOfWhichNobodySpeaksAreNotCounted() {
    Translation in = UndecidedRoom.in(reported(), List.of(some(WEB, 4, 4, 1000L, 1000)));
    assertEquals(Capacity.NOT_STATED, pods(in));
    Translation silent = translation(ZONE.replace(", pods: \"100\"", ""));
    assertEquals(Capacity.NOT_STATED, pods(silent));
    assertEquals(
        Capacity.NOT_STATED,
        pods(UndecidedRoom.in(silent, List.of(some(null, 4, 4, 1000L, 1000)))));
  }

  private static long pods(Translation translation) {
    return translation.estate().zone("north").capacity().total().get(Capacity.PODS);
  }
}
