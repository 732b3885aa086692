package cloud.bleu.evidence;

import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.evidence.verification.Verification;
import cloud.bleu.evidence.verification.VerificationReport;
import cloud.bleu.ledger.RecordedDays;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.policy.OwnRules;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many decisions a second {@code bleu verify} takes again. The chain is of an estate with the policies and facts of examples/hospital over as many zones and
 * workloads as are asked for: first all are placed, so many in a pass, then as many are scaled in each pass.
 */
public final class VerifySpeed {

  private static final Instant BEGIN = Instant.parse("2026-11-24T12:00:00Z");
  private static final int FEW = 4;
  private static final int RUNS = Integer.getInteger("runs", 4);

  private VerifySpeed() {}

  /** Measures and prints; the arguments are zones, workloads, decisions in a pass, decisions. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      measure(number(arguments, 0), number(arguments, 1), number(arguments, 2), number(arguments, 3));
      return;
    }
    measure(9, 200, 8, 4000);
    measure(9, 200, 40, 8000);
    measure(60, 1000, 50, 8000);
    measure(9, 200, 1, 1000);
  }

  private static long processor() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
  }

  private static int number(String[] arguments, int at) {
    return Integer.parseInt(arguments[at]);
  }

  private static void measure(int zones, int workloads, int inAPass, int decisions) throws IOException {
    Path directory = Files.createTempDirectory("verify-speed");
    KeyPair keys = SigningKey.generate();
    long passes = record(directory, zones, workloads, inAPass, decisions, keys);
    for (int run = 1; run <= RUNS; run++) {
      long begin = System.nanoTime();
      long processor = processor();
      VerificationReport report = Verification.verify(directory, List.of(keys.getPublic()), List.of(), OwnRules::of, Instant.now());
      double seconds = (System.nanoTime() - begin) / 1e9;
      double used = (processor() - processor) / 1e9;
      if (!report.holds() || report.replayed() != report.kinds().get("Decision")) {
        throw new IllegalStateException(report.toString());
      }
      System.out.printf(
          "%d zones, %d workloads, %d decisions in %d passes: run %d took %.2f s, %.2f s of processor time; %.0f decisions/s, %.0f passes/s%n",
          zones, workloads, report.replayed(), passes, run, seconds, used, report.replayed() / seconds, passes / seconds);
    }
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static long record(Path directory, int zones, int workloads, int inAPass, int decisions, KeyPair keys) throws IOException {
    Estate hospital =
        EstateTranslator.translate(
                ManifestObjects.of(ManifestReader.read(List.of("examples/hospital"), InputStream.nullInputStream())).objects(), BEGIN, Map.of())
            .estate();
    List<Zone> places = new ArrayList<>();
    for (int i = 0; i < zones; i++) {
      places.add(zone(hospital.zones().get(i % hospital.zones().size()), i));
    }
    List<Workload> kinds = placed(new Estate(BEGIN, hospital.providers(), places, hospital.workloads(), List.of(), List.of()));
    List<Workload> all = new ArrayList<>();
    for (int i = 0; i < workloads; i++) {
      all.add(workload(kinds.get(i % kinds.size()), i));
    }
    long passes = 0;
    try (ChainExport export = ChainExport.open(directory)) {
      RecordedDays days = new RecordedDays(export);
      int placed = 0;
      int next = 0;
      while (days.sequence() < decisions) {
        if (placed < workloads) {
          placed = Math.min(workloads, placed + inAPass);
        } else {
          for (int i = 0; i < inAPass; i++, next = (next + 1) % workloads) {
            all.set(next, scaled(all.get(next)));
          }
        }
        days.pass(new Estate(BEGIN.plusSeconds(passes), hospital.providers(), places, all.subList(0, placed), days.placements(), List.of()));
        passes++;
      }
      days.sign(SigningKey.signer(SigningKey.pem(keys.getPrivate())));
    }
    return passes;
  }

  /** With two replicas more or less; a quorum stays one. */
  private static Workload scaled(Workload workload) {
    return workload.withReplicas(workload.replicas() > FEW ? workload.replicas() - 2 : workload.replicas() + 2);
  }

  /** The workloads that have a place: one without is tried anew in each pass, and nearly all of an estate has one. */
  private static List<Workload> placed(Estate estate) {
    Set<WorkloadId> placed =
        Planner.decisions(estate).decisions().stream().filter(d -> d.missing() == 0).map(Decision::id).collect(Collectors.toSet());
    return estate.workloads().stream().filter(w -> placed.contains(w.id()) && w.affinity().isEmpty() && w.antiAffinity().isEmpty()).toList();
  }

  /** A copy of a zone at a site of its own, with room for all. */
  private static Zone zone(Zone of, int number) {
    TreeMap<String, Long> room = new TreeMap<>(Map.of("cpu", 100_000_000L, "memory", 1L << 50, "pods", 1_000_000L));
    return new Zone(
        "zone-%02d".formatted(number),
        of.provider(),
        of.offerings(),
        of.region(),
        "site-" + number,
        of.siteProvenance(),
        of.location(),
        of.failureDomains(),
        of.failureDomainsProvenance(),
        ZoneState.Active,
        null,
        of.health(),
        Duration.ZERO,
        new Capacity.Declared(new Quantities(room), Quantities.NONE, 100),
        of.price(),
        of.equipment(),
        List.of(),
        of.homologations(),
        of.delivery(),
        null);
  }

  private static Workload workload(Workload of, int number) {
    return new Workload(
        new WorkloadId("team-" + number % 20, "app-" + number),
        "uid-" + number,
        of.quorum() ? FEW - 1 : FEW,
        of.requests(),
        of.surges(),
        of.dataBound(),
        of.layers(),
        of.services(),
        of.dataClasses(),
        of.closure(),
        of.rules(),
        of.spread(),
        of.tolerate(),
        of.replication(),
        of.formerVolumes(),
        of.abandonVolumesIn(),
        of.quorum(),
        of.failoverAfter(),
        of.silenceAfter(),
        of.returnAfter(),
        of.perZoneMin(),
        of.perZoneMax(),
        of.weights(),
        List.of(),
        List.of(),
        of.priority(),
        of.objective(),
        of.rebalance(),
        false);
  }
}
