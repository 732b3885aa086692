package cloud.bleu.translate.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.TranslationMemory;
import cloud.bleu.translate.load.ReportedRoom;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The room of zones of which an engine reports what their cluster has. */
class ReportedRoomTest {

  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
  private static final String KARMADA = "karmada: {cluster: m}";
  private static final String MANAGED = "openClusterManagement: {managedCluster: m}";

  private static ApiObjects objects(String target, String declared, String status) {
    String yaml =
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: CloudProvider
        metadata: {name: acme}
        spec:
          legalEntity: {name: a, registeredOffice: FR, centralAdministration: FR, principalEstablishment: FR}
          offerings: [{name: base, layers: [IaaS, CaaS], regions: [north], services: [base.compute]}]
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: m}
        spec: {provider: acme, offerings: [base], region: north, site: s, location: {country: FR}, usablePercent: 50, %starget: {%s}}
        %s
        """
            .formatted(
                declared == null ? "" : "capacity: {cpu: " + declared + "}, ",
                target,
                status == null ? "" : "status: " + status);
    return ManifestObjects.of(
            ManifestReader.read(
                List.of("-"), new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
        .objects();
  }

  private static ReportedRoom room(long cpu, String target) {
    return new ReportedRoom(
        Quantities.of(Map.of("cpu", 1000 * cpu)),
        target.equals(KARMADA) ? Capacity.Origin.Karmada : Capacity.Origin.ManagedCluster,
        NOON);
  }

  private static ObservedState asking(ClusterContact.State state, ReportedRoom room) {
    return new ObservedState(NOON, null)
        .asking(Map.of("m", new ClusterContact(state, NOON).having(room)));
  }

  private static Translation translate(ApiObjects objects, ObservedState observed) {
    return EstateTranslator.translate(
        objects, NOON.plusSeconds(60), Map.of(), observed, new TranslationMemory());
  }

  /** By what is reported, declared, recorded and was seen last, in cpu; half of it is usable. */
  @ParameterizedTest(name = "{0}: reported {1}, declared {2}, recorded {3}, last {4}: {5} of {6}")
  @CsvSource({
    "Reached, 8, , , , 4000, Karmada",
    "Reached, 8, 6, , , 3000, Declared",
    "Reached, 8, , 5, 12, 4000, Karmada",
    // Its word does not count, or it has none: a cluster that is not seen has not become smaller.
    "Unknown, , , , 12, 6000, Karmada",
    "Unknown, , , 5, , 5000, Karmada",
    "Pending, , , 5, , 5000, Karmada",
    "Reached, , , 5, , 5000, Karmada",
    ", , , 5, , 5000, Karmada",
    "Unknown, , 6, 5, 12, 3000, Declared",
    // Nobody ever saw it: unknown, which is not nothing.
    "Reached, , , , , 0, ",
    "Unknown, , , , , 0, ",
    ", , , , , 0, ",
  })
  void roomIsAsDeclaredElseAsReportedElseAsItWasReportedLast(
      ClusterContact.State state,
      Long reported,
      String declared,
      String recorded,
      Long last,
      long expected,
      String origin) {
    for (String target : List.of(KARMADA, MANAGED)) {
      ApiObjects objects =
          objects(
              target,
              declared,
              recorded == null
                  ? null
                  : "{capacity: {cpu: %s}, capacityOrigin: %s, capacitySeen: \"%s\"}"
                      .formatted(
                          recorded, target.equals(KARMADA) ? "Karmada" : "ManagedCluster", NOON));
      ObservedState observed =
          state == null
              ? new ObservedState(NOON, null)
              : asking(state, reported == null ? null : room(reported, target));
      if (last != null) {
        Zone before =
            translate(
                    objects(target, null, null),
                    asking(ClusterContact.State.Reached, room(last, target)))
                .estate()
                .zone("m");
        observed =
            observed.remembering(
                Map.of("m", SeenRoom.of(objects(target, null, null).zones().get(0), before, null)));
      }
      Capacity capacity = translate(objects, observed).estate().zone("m").capacity();
      assertEquals(expected, capacity.usable().get("cpu"), target);
      if (origin == null) {
        assertInstanceOf(Capacity.Unknown.class, capacity);
      } else if (origin.equals("Declared")) {
        assertInstanceOf(Capacity.Declared.class, capacity);
      } else {
        Capacity.Reported told = assertInstanceOf(Capacity.Reported.class, capacity);
        assertEquals(
            target.equals(KARMADA) ? Capacity.Origin.Karmada : Capacity.Origin.ManagedCluster,
            told.origin());
        assertEquals(NOON, told.seen());
      }
    }
  }

  /** What was declared is not what anybody saw, and of others it is not said. */
  @ParameterizedTest
  @ValueSource(strings = {", capacityOrigin: Declared", "", ", capacityOrigin: ManagedCluster"})
  void roomThatWasDeclaredIsNotRemembered(String origin) {
    ApiObjects objects = objects(KARMADA, null, "{capacity: {cpu: 5}" + origin + "}");
    Translation translation = translate(objects, new ObservedState(NOON, null));
    assertInstanceOf(Capacity.Unknown.class, translation.estate().zone("m").capacity());
    assertTrue(
        translation.notes().toString().contains("no more room here than was seen last"),
        () -> String.valueOf(translation.notes()));
  }

  /** An agent that sums up cpu and memory alone says nothing of pods, and of a GPU that is none. */
  @Test
  void onlyOfPodsAsManyAsOneLikesWhereNoneAreReported() {
    Capacity capacity =
        translate(
                objects(MANAGED, null, null),
                asking(ClusterContact.State.Reached, room(8, MANAGED)))
            .estate()
            .zone("m")
            .capacity();
    assertTrue(capacity.usable().get("pods") > 1_000_000);
    assertEquals(0, capacity.usable().get("nvidia.com/gpu"));
    assertEquals(Integer.MAX_VALUE, capacity.slots(Quantities.of(Map.of("cpu", 7_000L))));
  }

  @Test
  void amountsOfAListWithoutATypeAreRead() {
    assertEquals(
        Quantities.of(Map.of("cpu", 1_500L, "memory", 1_024L, "nvidia.com/gpu", 2L)),
        ReportedRoom.amounts(Map.of("cpu", "1500m", "memory", "1Ki", "nvidia.com/gpu", 2)));
    assertNull(ReportedRoom.amounts(Map.of("cpu", "1", "odd", "much")), "nobody knows how much");
    assertNull(ReportedRoom.amounts(Map.of()));
    assertNull(ReportedRoom.amounts(null));
    assertNull(ReportedRoom.amounts("8"));
  }
}
