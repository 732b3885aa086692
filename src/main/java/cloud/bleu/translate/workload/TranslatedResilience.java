package cloud.bleu.translate.workload;

import cloud.bleu.api.v1alpha1.Resilience;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.time.DurationText;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.KnownNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The resilience of a workload in the engine's terms.
 *
 * @param failoverAfter how long a zone has to be silent before that counts; null: it is not valid
 * @param waits whether it never counts as a loss, but is only told
 */
record TranslatedResilience(
    List<Workload.Spread> spread,
    List<Workload.Tolerate> tolerate,
    Workload.@Nullable Replication replication,
    @Nullable Duration failoverAfter,
    boolean waits,
    Duration returnAfter) {

  static final List<String> DOMAINS = List.of("Zone", "Site", "Region", "Provider");

  private static final List<String> UNSATISFIABLE = List.of("DoNotPlace", "PlaceAnyway");
  private static final String HAZARD = "failureDomains/";
  private static final String PATH = "spec.resilience";
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");
  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3})%");
  private static final int MOST_DOMAINS = 1000;

  /** Half of the way around the Earth. */
  private static final int FARTHEST_KM = 20_038;

  private static final long METRES_PER_KM = 1000;
  private static final long NANOS_PER_MICRO = 1000;

  static TranslatedResilience of(
      Resilience api, int replicas, ReferableNames around, Findings findings) {
    List<Workload.Spread> spread = new ArrayList<>();
    int i = 0;
    for (Resilience.Spread entry : api.spread()) {
      spread.add(spread(entry, FieldPath.item(PATH + ".spread", i++), findings));
    }
    List<Workload.Tolerate> tolerate = new ArrayList<>();
    i = 0;
    for (Resilience.Tolerate entry : api.tolerate()) {
      Workload.Tolerate one =
          tolerate(api, entry, FieldPath.item(PATH + ".tolerate", i++), replicas, around, findings);
      if (one != null) {
        tolerate.add(one);
      }
    }
    quorum(api, replicas, findings);
    objectives(api, findings);
    Duration returnAfter =
        findings.duration(PATH + ".failover.returnAfter", api.failover().returnAfter());
    return new TranslatedResilience(
        spread,
        tolerate,
        replication(api.replication(), findings),
        findings.duration(PATH + ".failover.after", api.failover().after()),
        waits(api.failover(), findings),
        returnAfter == null ? Duration.ofMinutes(30) : returnAfter);
  }

  /** Nothing to block: what scales the workload may make the number odd. */
  private static void quorum(Resilience api, int replicas, Findings findings) {
    if (!api.quorum() || replicas == 0 || replicas > 1 && replicas % 2 == 1) {
      return;
    }
    String why =
        replicas == 1
            ? "needs three replicas or more"
            : "needs an odd number of replicas, and " + replicas + " is even";
    findings.note(
        PATH + ".quorum",
        why + ": nothing new of it is placed while all zones that it may use are in service",
        replicas == 1
            ? "ask for three, or give up the quorum"
            : "ask for one replica more or less, or give up the quorum");
  }

  private static boolean waits(Resilience.Failover api, Findings findings) {
    Unfenced unfenced =
        api.unfenced() == null
            ? Unfenced.Proceed
            : findings.choice(
                PATH + ".failover.unfenced", api.unfenced(), Unfenced.class, Unfenced.Wait);
    return unfenced == Unfenced.Wait;
  }

  /** What is done while nobody is sure that what is lost does not run on. */
  private enum Unfenced {
    Proceed,
    Wait
  }

  /** What contradicts itself among the recovery objectives. The engine does not read them. */
  private static void objectives(Resilience api, Findings findings) {
    Duration rto = findings.duration(PATH + ".rto", api.rto());
    Duration after =
        api.failover().after() == null ? null : DurationText.parse(api.failover().after());
    if (rto != null && after != null && after.compareTo(rto) > 0) {
      findings.block(
          PATH + ".rto",
          "is shorter than failover.after, and nothing is re-created before that",
          null,
          "raise rto or lower spec.resilience.failover.after");
    }
    findings.duration(PATH + ".rpo", api.rpo());
    findings.duration(PATH + ".startBudget", api.startBudget());
    if ((api.rto() != null || api.rpo() != null) && api.tolerate().isEmpty()) {
      findings.block(
          PATH + ".tolerate",
          "rto and rpo are about the losses to tolerate, and none is listed",
          null,
          "list at least one, such as {of: Site}");
    }
    if (api.startBudget() != null && api.rto() == null) {
      findings.block(PATH + ".startBudget", "counts for rto alone", null, "state rto");
    }
    Resilience.Replication replication = api.replication();
    if (replication != null && replication.maxLag() != null) {
      findings.duration(PATH + ".replication.maxLag", replication.maxLag());
      if (api.rpo() == null) {
        findings.block(PATH + ".replication.maxLag", "counts for rpo alone", null, "state rpo");
      }
    }
  }

  private static Workload.Spread spread(Resilience.Spread api, String path, Findings findings) {
    String given =
        findings.given(path + ".over", api.over(), "state one of " + String.join(", ", DOMAINS));
    String over = findings.oneOf(path + ".over", given, DOMAINS);
    if (api.max() != null && api.min() > api.max()) {
      findings.block(path + ".max", "min is greater than max", null, "raise max or lower min");
    }
    return new Workload.Spread(
        over == null ? Scope.ZONE : new Scope(over),
        findings.whole(path + ".min", api.min(), 1, MOST_DOMAINS),
        findings.wholeOrNull(path + ".max", api.max(), 1, MOST_DOMAINS),
        findings.whole(path + ".maxSkew", api.maxSkew(), 1, WorkloadTranslator.MOST_REPLICAS),
        isHard(api.whenUnsatisfiable(), path, findings));
  }

  private static boolean isHard(String value, String path, Findings findings) {
    return !"PlaceAnyway".equals(findings.oneOf(path + ".whenUnsatisfiable", value, UNSATISFIABLE));
  }

  private static Workload.@Nullable Tolerate tolerate(
      Resilience parent,
      Resilience.Tolerate api,
      String path,
      int replicas,
      ReferableNames around,
      Findings findings) {
    Scope of = scope(api.of(), path + ".of", around, findings);
    Workload.DataCopy copy =
        findings.choice(
            path + ".replication",
            api.replication(),
            Workload.DataCopy.class,
            Workload.DataCopy.Unspecified);
    Resilience.Replication replication = parent.replication();
    if (copy == Workload.DataCopy.Synchronous
        && (replication == null || replication.maxRoundTrip() == null)) {
      findings.block(
          path + ".replication",
          "an entry replicates synchronously without a bound",
          null,
          "state spec.resilience.replication.maxRoundTrip");
    }
    if (copy == Workload.DataCopy.Asynchronous
        && (replication == null || replication.minDistanceKm() == null)) {
      findings.block(
          path + ".replication",
          "an entry replicates asynchronously without a distance",
          null,
          "state spec.resilience.replication.minDistanceKm");
    }
    int keep = keep(api.keep(), replicas, path + ".keep", findings);
    Workload.Recover recover =
        findings.choice(
            path + ".recover", api.recover(), Workload.Recover.class, Workload.Recover.Reserved);
    boolean hard = isHard(api.whenUnsatisfiable(), path, findings);
    return of == null ? null : new Workload.Tolerate(of, keep, recover, copy, hard);
  }

  private static @Nullable Scope scope(
      @Nullable String stated, String path, ReferableNames around, Findings findings) {
    String of = findings.given(path, stated, "say what is lost, such as Zone");
    if (of == null) {
      return null;
    }
    if (!of.startsWith(HAZARD)) {
      if (DOMAINS.contains(of)) {
        return new Scope(of);
      }
      String near = NearestName.of(of, DOMAINS).orElse(null);
      findings.block(
          path,
          "unknown scope " + ShownText.quote(of),
          String.join(", ", DOMAINS) + ", failureDomains/<hazard>",
          near == null ? "use one of these" : "use " + near);
      return null;
    }
    String hazard = of.substring(HAZARD.length());
    if (!around.hazards().contains(hazard)) {
      findings.report(
          path,
          "no zone states the hazard "
              + ShownText.quote(hazard)
              + ", so all zones are taken to fail together",
          KnownNames.shown(around.hazards()),
          "correct the name or state it in spec.failureDomains of the zones");
    }
    return Scope.hazard(hazard);
  }

  /** A count, or a percentage of the replicas, rounded up. */
  private static int keep(String written, int replicas, String path, Findings findings) {
    if (COUNT.matcher(written).matches()) {
      return findings.whole(path, Integer.parseInt(written), 0, 999_999);
    }
    var percent = PERCENT.matcher(written);
    if (percent.matches() && Integer.parseInt(percent.group(1)) <= 100) {
      return (int) ((replicas * Long.parseLong(percent.group(1)) + 99) / 100);
    }
    findings.block(
        path,
        "neither a count nor a percentage: " + ShownText.quote(written),
        "a number of replicas such as 6, or a percentage from 0% to 100%",
        "write it like 6 or \"67%\"");
    return 0;
  }

  private static Workload.@Nullable Replication replication(
      Resilience.@Nullable Replication api, Findings findings) {
    if (api == null) {
      return null;
    }
    Duration roundTrip = findings.duration(PATH + ".replication.maxRoundTrip", api.maxRoundTrip());
    Integer km =
        findings.wholeOrNull(
            PATH + ".replication.minDistanceKm", api.minDistanceKm(), 0, FARTHEST_KM);
    return new Workload.Replication(
        roundTrip == null ? null : roundTrip.toNanos() / NANOS_PER_MICRO,
        km == null ? null : km * METRES_PER_KM);
  }
}
