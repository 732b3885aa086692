package cloud.bleu.translate.policy;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.SovereigntyWaiverSpec;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.model.WaiverState;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.time.InstantText;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The waivers of the input: which statement of which workload each one sets aside. */
public final class Waivers {
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  private final WaiverScrutiny scrutiny;
  private final List<ReadWaiver> entries = new ArrayList<>();
  private final Set<WorkloadId> named = new HashSet<>();
  private final TreeMap<ObjectRef, WaiverStanding> standings = new TreeMap<>();

  /**
   * Without any waiver so far.
   *
   * @param now tells which waivers are in force
   * @param zones those that a waiver may name
   */
  public Waivers(Instant now, Governance governance, Collection<AvailabilityZone> zones) {
    TreeSet<String> names = new TreeSet<>();
    zones.forEach(zone -> names.add(zone.getMetadata().getName()));
    scrutiny = new WaiverScrutiny(now, governance, names);
  }

  /** Adds one waiver. */
  public void add(SovereigntyWaiver object, Findings findings) {
    ObjectRef ref = ObjectRef.of(object);
    SovereigntyWaiverSpec spec = object.getSpec();
    if (spec == null || spec.workloadRef() == null) {
      findings.block("spec", "is missing", null, "state what is set aside, for which workload");
      stands(
          ref,
          null,
          WaiverState.InvalidSpec,
          Message.of("waiver.noWorkload").advising(Message.of("do.stateWorkloadRef")));
      return;
    }
    Instant from = instant("spec.notBefore", spec.notBefore(), findings);
    Instant until = instant("spec.expirationTime", spec.expirationTime(), findings);
    if (from != null && until != null && !from.isBefore(until)) {
      findings.block(
          "spec.expirationTime",
          "notBefore is not before expirationTime",
          null,
          "correct the two: the end is the first instant without it");
    }
    String name =
        findings.given("spec.workloadRef.name", spec.workloadRef().name(), "name the BleuWorkload");
    findings.given("spec.policyRef", spec.policyRef(), "name the SovereigntyPolicy");
    findings.given("spec.rule", spec.rule(), "name the rule as the policy does");
    people(spec, findings);
    if (findings.blocked() || from == null || until == null || name == null) {
      stands(
          ref,
          null,
          WaiverState.InvalidSpec,
          Message.of("waiver.invalid").advising(Message.of("do.askAnewWithout")));
      return;
    }
    String namespace = object.getMetadata().getNamespace();
    WorkloadId workload = new WorkloadId(namespace == null ? "default" : namespace, name);
    entries.add(new ReadWaiver(ref, workload, spec, from, until));
    named.add(workload);
    stands(
        ref,
        workload,
        WaiverState.WorkloadMissing,
        Message.of("waiver.workloadMissing", "workload", workload.name())
            .advising(Message.of("do.correctWorkloadRef")));
  }

  /**
   * Two people, as admission asks for them: what came in without it is read here for the first
   * time.
   */
  private static void people(SovereigntyWaiverSpec spec, Findings findings) {
    String approver = spec.approvedBy();
    if (!ReadWaiver.isGiven(approver)) {
      if (spec.approvedStatement() != null) {
        findings.block(
            "spec.approvedStatement",
            "approvedStatement is written by who approves, together with approvedBy",
            null,
            "leave it out, and have another person approve it with `bleu waivers approve`");
      }
      return;
    }
    if (!ReadWaiver.isGiven(spec.requestedBy()) || isSame(approver, spec.requestedBy())) {
      findings.block(
          "spec.approvedBy",
          "a waiver is requested by one person and approved by another one",
          null,
          "ask for a new one, and have a colleague approve it");
    }
    if (approver.startsWith(SERVICE_ACCOUNT)) {
      findings.block(
          "spec.approvedBy",
          "a person approves a waiver, not a service account such as " + ShownText.quote(approver),
          "the name of a user",
          "ask for a new one, and have a person approve it with `bleu waivers approve`");
    }
  }

  private static @Nullable Instant instant(String path, @Nullable String value, Findings findings) {
    Instant instant = InstantText.parse(value);
    if (instant == null) {
      findings.block(
          path,
          value == null ? "is missing" : "not an instant: " + ShownText.quote(value),
          "an instant as in RFC 3339",
          "write it like 2026-03-01T00:00:00Z");
    }
    return instant;
  }

  /** Whether one names a workload. */
  public boolean names(WorkloadId id) {
    return named.contains(id);
  }

  /**
   * What a waiver sets aside.
   *
   * @param policy null: the workload itself states it, and no waiver can be about it
   */
  private record Statement(@Nullable String policy, String rule) {}

  /** The statements that hold for a workload, each with the waivers that count for it. */
  public List<BoundRule> bound(
      WorkloadId id, @Nullable String uid, Governance.Governing governing) {
    List<ReadWaiver> own = entries.stream().filter(e -> e.workload().equals(id)).toList();
    if (own.isEmpty()) {
      return governing.rules();
    }
    Map<Statement, List<Waiver>> counting = new HashMap<>();
    for (ReadWaiver entry : own) {
      WaiverStanding standing = scrutiny.of(entry, own, uid, governing);
      standings.put(entry.ref(), standing);
      if (standing.state().counts()) {
        counting
            .computeIfAbsent(
                new Statement(entry.spec().policyRef(), entry.spec().rule()),
                k -> new ArrayList<>())
            .add(
                new Waiver(
                    entry.ref().name(),
                    entry.spec().zones(),
                    entry.from(),
                    entry.until(),
                    null,
                    entry.spec().approvedStatement()));
      }
    }
    return governing.rules().stream()
        .map(
            r ->
                r.withWaivers(
                    counting.getOrDefault(new Statement(r.policy(), r.name()), List.of())))
        .toList();
  }

  /** How every waiver stands, by namespace and name. */
  public List<WaiverStanding> standings() {
    return List.copyOf(standings.values());
  }

  private void stands(
      ObjectRef ref, @Nullable WorkloadId workload, WaiverState state, Message finding) {
    standings.put(ref, new WaiverStanding(ref, workload, state, finding));
  }

  /** Two ways of writing one name are one person. */
  private static boolean isSame(String a, String b) {
    return a.strip().equalsIgnoreCase(b.strip());
  }
}
