package cloud.bleu.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.MigrationPlanStatus;
import cloud.bleu.assess.OwnedFinding;
import cloud.bleu.assess.model.Finding;
import cloud.bleu.assess.model.Place;
import cloud.bleu.assess.wave.Obstacle;
import cloud.bleu.assess.wave.Rehearsal;
import cloud.bleu.assess.wave.Wave;
import cloud.bleu.assess.wave.WaveFacts;
import cloud.bleu.assess.wave.WaveOutcome;
import cloud.bleu.assess.wave.WavePlan;
import cloud.bleu.credential.TextBeginning;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How large a status may become, whatever there is to say. */
class MigrationBoundTest {

  private static final int WAVES = 40;
  private static final int MANY = 60;
  private static final LocalDate DAY = LocalDate.parse("2027-03-01");

  private static final String SOURCE =
      """
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: shop}, spec: {template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: i}]}}}}
      """;

  private static final String TARGET =
      """
      {apiVersion: placement.bleu.cloud/v1alpha1, kind: CloudProvider, metadata: {name: p}, spec: {displayName: P}}
      """;

  /**
   * The character of which texts are, how long they are, how many waves have moved, and whether
   * something is left out.
   */
  @ParameterizedTest
  @CsvSource({
    "x, 3, 0, false",
    "x, 600, 0, true",
    "€, 600, 0, true",
    "<, 600, 0, true",
    "😀, 600, 0, true",
    "x, 600, 35, true",
    "<, 600, 35, true",
  })
  void isHeld(String character, int length, int moved, boolean cut) {
    String text = character.repeat(length);
    MigrationPlan plan = MigrationSamples.plan("{target: p, namespaces: [shop]}");
    MigrationOrder order =
        Objects.requireNonNull(MigrationTranslator.read(plan, MigrationSamples.CATALOGUE).order());
    PlannedMigration small =
        MigrationSamples.planned(
            order,
            MigrationSamples.text(SOURCE),
            MigrationSamples.objects(MigrationSamples.text(TARGET)));
    WavePlan waves =
        new WavePlan(
            IntStream.rangeClosed(1, WAVES).mapToObj(n -> wave(n, text, n <= moved)).toList(),
            IntStream.rangeClosed(1, WAVES).boxed().toList(),
            true);
    List<OwnedFinding> findings = Collections.nCopies(150, finding(small.findings().get(0), text));
    MigrationPlanStatus status =
        MigrationStatus.of(
            plan, order, new PlannedMigration(small.assessment(), findings, waves, small.readAt()));
    long bytes = MigrationBound.bytes(status);
    assertTrue(bytes <= MigrationBound.BYTES, bytes + " bytes");
    String written = Serialization.asJson(status);
    assertEquals(
        written,
        new String(written.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8),
        "no character is cut in half");

    int next = status.next().wave();
    assertEquals(moved + 1, next);
    MigrationPlanStatus.Wave wave =
        status.waves().stream().filter(w -> w.wave() == next).findFirst().orElse(null);
    assertNotNull(wave, "the next wave is told");
    assertEquals("Later 2027-03-01", wave.facts().may() + " " + wave.facts().from());
    assertEquals(MANY, status.next().obstacles().size() + status.next().moreObstacles());
    assertEquals(MANY, wave.workloads().size() + wave.moreWorkloads());
    assertEquals(WAVES, status.waves().size() + status.moreWaves());
    int turns = WaveTurns.count(status.turns());
    int more = status.moreTurns() == null ? 0 : status.moreTurns();
    assertEquals((WAVES - moved) * MANY, turns + more);
    assertTrue(turns >= MANY, turns + " workloads");
    assertEquals(150, status.findings().size() + status.moreFindings());
    String ready = status.conditions().get(0).getMessage();
    assertEquals(cut, ready.contains("left out to keep this object small: "), ready);
    assertTrue(status.waves().size() >= 10, status.waves().size() + " waves");
  }

  private static OwnedFinding finding(OwnedFinding like, String text) {
    Finding finding = like.finding();
    return new OwnedFinding(
        new Finding(
            finding.code(),
            new Place("f", 1, "Deployment shop/" + text, "spec"),
            text,
            finding.advice(),
            finding.asOf(),
            finding.requirements(),
            finding.fingerprint()),
        like.state(),
        like.source(),
        text,
        like.until());
  }

  private static Wave wave(int number, String text, boolean moved) {
    List<String> workloads =
        IntStream.range(0, MANY).mapToObj(w -> "Deployment shop/" + name(text) + w).toList();
    return new Wave(
        number,
        null,
        DAY,
        List.of(workloads),
        List.of(""),
        workloads.stream()
            .map(
                w ->
                    new WaveOutcome(
                        w,
                        moved ? WaveOutcome.State.Moved : WaveOutcome.State.NotPlaced,
                        true,
                        "",
                        text,
                        null))
            .toList(),
        moved
            ? List.of()
            : workloads.stream()
                .map(w -> new Obstacle(Obstacle.Kind.NotPlaced, w, null, text))
                .toList(),
        Collections.nCopies(MANY, text),
        moved
            ? null
            : new WaveFacts(
                WaveFacts.May.Later,
                DAY,
                DAY.plusDays(9),
                Collections.nCopies(MANY, text),
                Collections.nCopies(MANY, text),
                List.of(),
                workloads.stream()
                    .map(w -> new WaveFacts.Change(w, Collections.nCopies(8, name(text))))
                    .toList(),
                "",
                DAY.plusDays(99),
                3,
                new Rehearsal(List.of("policy"), text)));
  }

  private static String name(String text) {
    return TextBeginning.of(text, 63);
  }
}
