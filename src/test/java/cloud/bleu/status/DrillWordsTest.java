package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.explain.Occupancy;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a zone says that a live drill has left: its end opens it only if nothing else closes it. */
class DrillWordsTest {

  private static final Instant NOON = Estates.NOON;
  private static final String TELL =
      "set spec.state and the incident annotation to Active when it is over";
  private static final String WORKS =
      "{from: \"2026-11-24T11:00:00Z\", to: \"2026-11-24T13:00:00Z\", state: Cordoned}";
  private static final String LATER =
      "{from: \"2026-11-24T13:00:00Z\", to: \"2026-11-24T14:00:00Z\", state: Drained}";

  /** As it is told, with its maintenance and one probe. */
  private static String said(String told, String maintenance, @Nullable String probe) {
    String manifests =
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: CloudProvider
        metadata: {name: near}
        spec:
          displayName: Near
          legalEntity: {name: Near, registeredOffice: FR}
          offerings: [{name: base, layers: [IaaS, CaaS], regions: [north]}]
        """
            + "---\n"
            + Estates.zone("a", "near", "north", "FR", "48.8")
            + "  state: "
            + told
            + "\n  maintenance: ["
            + maintenance
            + "]\n";
    ManifestObjects read =
        ManifestObjects.of(
            ManifestReader.read(
                List.of("-"),
                new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8))));
    assertEquals(List.of(), read.problems(List.of()));
    Estate estate = EstateTranslator.translate(read.objects(), NOON, Map.of()).estate();
    AvailabilityZone object = read.objects().zones().get(0);
    Zone zone = estate.zone("a");
    boolean fails = "Fails".equals(probe);
    Zone left =
        zone.withState(fails ? zone.state().worse(ZoneState.Cordoned) : zone.state(), NOON, null)
            .leftFor(new Zone.Drill("d", NOON, NOON.plusSeconds(60), ZoneState.Active), NOON);
    List<AvailabilityZoneStatus.Probe> probes =
        probe == null
            ? List.of()
            : List.of(
                new AvailabilityZoneStatus.Probe(
                    "api", probe, NOON.toString(), fails ? "Refused" : null));
    AvailabilityZoneStatus status =
        ZoneStatus.of(
            object,
            left,
            Occupancy.of(estate, List.of()).get("a"),
            estate,
            null,
            null,
            probes,
            NOON);
    var condition = Conditions.find(status.conditions(), "Schedulable");
    assertEquals("False Drained", condition.getStatus() + " " + condition.getReason());
    return condition.getMessage();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Active | | |",
        "Active | | Answers |",
        "Active | L | |",
        "Cordoned | | | . The zone is also Cordoned: T",
        "Cordoned | | Answers | . The zone is also Cordoned: T",
        "Cordoned | L | | . The zone is also Cordoned: T",
        "Active | W | | . The zone is also Cordoned: M",
        "Active | | Fails | . The zone is also Cordoned: P",
        "Cordoned | W | Fails | . The zone is also Cordoned: T; M; P",
      })
  void whatElseClosesTheZone(
      String told,
      @Nullable String maintenance,
      @Nullable String probe,
      @Nullable String expected) {
    assertEquals(
        "live drill d has what runs here move to other zones since 2026-11-24T12:00:00Z, until"
            + " 2026-11-24T12:01:00Z at the latest: nothing new comes here; `bleu drill d --abort`"
            + " ends it"
            + (expected == null
                ? ""
                : expected
                    .replace(": T", ": " + TELL)
                    .replace("M", "spec.maintenance says so until 2026-11-24T13:00:00Z")
                    .replace(
                        "P",
                        "not answered: api (Refused since 2026-11-24T12:00:00Z). Nothing new comes,"
                            + " and nothing moves for it while other probes are answered or it is"
                            + " not clear; see what spec.health.probes asks")),
        said(told, "W".equals(maintenance) ? WORKS : "L".equals(maintenance) ? LATER : "", probe));
  }
}
