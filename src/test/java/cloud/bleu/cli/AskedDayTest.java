package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every verb that decides for another day reads the facts on the real one, 24 November 2026: what
 * is stated after it nobody knows yet, and what was stated before it is known.
 */
class AskedDayTest {

  /** Withdrawn, and granted anew a year later; both stated on one day. */
  private static String entries(String asOf) {
    return """
              - {scheme: SecNumCloud, version: "3.2", state: Withdrawn, layers: [IaaS], validFrom: "2025-01-01", provenance: {basis: RegulatorList, source: the list, asOf: "%1$s"}}
              - {scheme: SecNumCloud, version: "3.2", state: Qualified, layers: [IaaS], validFrom: "2026-01-01", validUntil: "2028-12-31", provenance: {basis: RegulatorList, source: the list, asOf: "%1$s"}}
        """
        .formatted(asOf);
  }

  private static final String SOURCE =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: front, namespace: shop}
      spec: {replicas: 1, selector: {matchLabels: {app: f}}, template: {metadata: {labels: {app: f}}, spec: {containers: [{name: a, image: 'docker.io/library/nginx:1', resources: {requests: {cpu: 1, memory: 1Gi}}}]}}}
      """;

  @TempDir private Path folder;

  private void write(String asOf) throws IOException {
    String target = QualifiedEstate.of(entries(asOf), QualifiedEstate.RULE);
    Files.writeString(folder.resolve("target.yaml"), target);
    Files.writeString(folder.resolve("estate.yaml"), target + QualifiedEstate.WORKLOAD);
    Files.writeString(folder.resolve("source.yaml"), SOURCE);
    Files.writeString(
        folder.resolve("waves.yaml"), "waves: [{wave: 1, date: 2027-06-01}]\nmostWorkloads: 9\n");
  }

  private Typed typed(String verb) {
    return Typed.bleu(verb.strip().replace("DIR", folder.toString()).split(" "));
  }

  /**
   * The verb, and words of its output where the zone takes the workload and where it does not: what
   * takes it is the renewal that is later than a decision of which the day is known.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plan -f DIR/estate.yaml                                                     | 1 of 1 workloads placed | 0 of 1 workloads placed
          explain web -f DIR/estate.yaml                                              | north=1, south=1        | NoZoneAllowed
          what-if -f DIR/estate.yaml                                                  | workloads placed 1 of 1 1 of 1 | workloads placed 0 of 1 0 of 1
          report -o csv -f DIR/estate.yaml                                            | ,InUse,                 | ,NotPlaced,
          report -o json -f DIR/estate.yaml                                           | "placed": 1, | "placed": 0,
          report -o oscal -f DIR/estate.yaml                                          | "value": "north=1" | shop/web has no zone
          assess --plan -f DIR/source.yaml --estate DIR/target.yaml --target acme     | nothing that is known stands in its way | NoZoneAllowed
          """)
  void theAskedDayIsNotTheRealOne(String verb, String placed, String kept) throws IOException {
    for (String days :
        List.of(
            // When both were stated, the day that is asked for, and whether anybody knows it by
            // now.
            "2026-06-01 2026-03-01 true",
            "2026-06-01 2027-06-01 true",
            "2026-11-24 2026-03-01 true",
            "2026-11-25 2026-03-01 false",
            "2026-11-25 2027-06-01 false",
            "2027-03-01 2027-06-01 false")) {
      String[] day = days.split(" ");
      write(day[0]);
      Typed typed = typed(verb + " --at " + day[1]);
      String out = typed.out().replaceAll("\\s+", " ");
      boolean takes = Boolean.parseBoolean(day[2]);
      String all = days + "\n" + typed.out() + typed.err();
      assertEquals(takes, out.contains(placed), all);
      assertEquals(!takes, out.contains(kept), all);
    }
  }

  /** A wave is planned for its own day, and by what is known today. */
  @ParameterizedTest(name = "stated on {0}: {1}")
  @CsvSource({"2026-11-24, false", "2026-11-25, true", "2027-03-01, true"})
  void aWaveIsPlannedByWhatIsKnownToday(String asOf, boolean kept) throws IOException {
    write(asOf);
    Typed typed =
        typed(
            "assess --plan -f DIR/source.yaml --estate DIR/target.yaml --target acme --waves"
                + " DIR/waves.yaml");
    assertEquals(kept, typed.out().contains("NoZoneAllowed"), typed.out() + typed.err());
  }

  /** What is accepted without a first day is so from the day on which it was announced. */
  @ParameterizedTest(name = "announced {0}, first day {1}, at {2}: {3}")
  @CsvSource({
    "2026-03-15, , 2026-03-15, 1",
    "2026-03-15, , 2026-03-14, 0",
    "2026-03-15, 2026-03-01, 2026-03-14, 1",
    "2026-03-15, 2026-03-01, 2026-02-28, 0",
    ", , 2026-03-14, 1",
  })
  void nothingIsAcceptedBeforeItsAnnouncement(
      String announced, String from, String at, int placed) {
    String entry =
        "    - {scheme: SecNumCloud, version: \"3.2\", state: Qualified, layers: [IaaS]"
            + (announced == null ? "" : ", announcedOn: \"" + announced + "\"")
            + (from == null ? "" : ", validFrom: \"" + from + "\"")
            + "}\n";
    String rule =
        QualifiedEstate.RULE.replace("action:", "parameters: {acceptOpenWindow: true}, action:");
    Typed typed =
        Typed.withInput(
            QualifiedEstate.of(entry, rule) + QualifiedEstate.WORKLOAD,
            "plan",
            "-f",
            "-",
            "--at",
            at);
    assertTrue(typed.out().contains(placed + " of 1 workloads placed"), typed.out() + typed.err());
  }

  /** It was announced before the real day: that is no slip. */
  @Test
  void aDayBeforeAnAnnouncementCanBeAsked() {
    Typed typed = Typed.bleu("plan", "-f", "examples/ministry", "--at", "2025-12-01");
    assertEquals(ExitCode.FOUND, typed.code(), typed.err());
  }
}
