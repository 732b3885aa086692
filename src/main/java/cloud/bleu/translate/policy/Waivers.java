package cloud.bleu.translate.policy;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.SovereigntyPolicySpec.WaiverLimits;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.SovereigntyWaiverSpec;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.model.WaiverState;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The waivers of the input: which statement of which workload each one sets aside, and why one does
 * not. A waiver names one statement of one policy; it counts only if every policy that enforces the
 * same rule on the workload lets it be waived.
 */
public final class Waivers {
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  private final Instant now;
  private final Governance governance;
  private final TreeSet<String> zones = new TreeSet<>();
  private final List<Entry> entries = new ArrayList<>();
  private final TreeMap<ObjectRef, WaiverStanding> standings = new TreeMap<>();

  public Waivers(Instant now, Governance governance, Collection<AvailabilityZone> zones) {
    this.now = now;
    this.governance = governance;
    zones.forEach(zone -> this.zones.add(zone.getMetadata().getName()));
  }

  /** A waiver that could be read. */
  private record Entry(
      ObjectRef ref, WorkloadId workload, SovereigntyWaiverSpec spec, Instant from, Instant until) {

    boolean approved() {
      return given(spec.approvedBy()) && given(spec.requestedBy());
    }
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
    people(spec, findings);
    if (findings.blocked() || from == null || until == null) {
      stands(
          ref,
          null,
          WaiverState.InvalidSpec,
          Message.of("waiver.invalid").advising(Message.of("do.askAnewWithout")));
      return;
    }
    String namespace = object.getMetadata().getNamespace();
    WorkloadId workload =
        new WorkloadId(
            namespace == null ? "default" : namespace, String.valueOf(spec.workloadRef().name()));
    entries.add(new Entry(ref, workload, spec, from, until));
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
    if (!given(approver)) {
      return;
    }
    if (!given(spec.requestedBy()) || isSame(approver, spec.requestedBy())) {
      findings.block(
          "spec.approvedBy",
          "a waiver is requested by one person and approved by another one",
          null,
          "ask for a new one, and have a colleague approve it");
    }
    if (approver.startsWith(SERVICE_ACCOUNT)) {
      findings.block(
          "spec.approvedBy",
          "a person approves a waiver, not a service account such as " + Problem.quote(approver),
          "the name of a user",
          "ask for a new one, and have a person approve it with `bleu waivers approve`");
    }
  }

  private static @Nullable Instant instant(String path, @Nullable String value, Findings findings) {
    Instant instant = findings.instant(value);
    if (instant == null) {
      findings.block(
          path,
          value == null ? "is missing" : "not an instant: " + Problem.quote(value),
          "an instant as in RFC 3339",
          "write it like 2026-03-01T00:00:00Z");
    }
    return instant;
  }

  /** The statements that hold for a workload, each with the waivers that count for it. */
  public List<BoundRule> bound(
      WorkloadId id, @Nullable String uid, Governance.Governing governing) {
    List<Entry> own = entries.stream().filter(e -> e.workload.equals(id)).toList();
    if (own.isEmpty()) {
      return governing.rules();
    }
    TreeMap<String, List<Waiver>> counting = new TreeMap<>();
    for (Entry entry : own) {
      WaiverStanding standing = judge(entry, uid, governing);
      standings.put(entry.ref, standing);
      if (standing.state().counts()) {
        counting
            .computeIfAbsent(key(entry.spec.policyRef(), entry.spec.rule()), k -> new ArrayList<>())
            .add(new Waiver(entry.ref.name(), entry.spec.zones(), entry.from, entry.until));
      }
    }
    return governing.rules().stream()
        .map(r -> r.withWaivers(counting.getOrDefault(key(r.policy(), r.name()), List.of())))
        .toList();
  }

  private WaiverStanding judge(Entry entry, @Nullable String uid, Governance.Governing governing) {
    SovereigntyWaiverSpec spec = entry.spec;
    String policy = String.valueOf(spec.policyRef());
    String ruleName = String.valueOf(spec.rule());
    String wanted = spec.workloadRef().uid();
    if (given(wanted) && uid != null && !uid.equals(wanted)) {
      return standing(
          entry,
          WaiverState.WorkloadReplaced,
          Message.of("waiver.workloadReplaced", "workload", entry.workload.name())
              .advising(Message.of("do.askForWaiver")));
    }
    if (!spec.zones().isEmpty() && Collections.disjoint(spec.zones(), zones)) {
      return standing(
          entry,
          WaiverState.ZoneMissing,
          Message.of("waiver.zoneMissing", "zones", spec.zones())
              .advising(Message.of("do.correctZones")));
    }
    if (!governance.names().contains(policy)) {
      return standing(
          entry,
          WaiverState.PolicyMissing,
          Message.of(
                  "waiver.policyMissing",
                  "policy",
                  Problem.quote(policy),
                  "near",
                  NearestName.of(policy, governance.names()).orElse(null))
              .advising(Message.of("do.correctPolicyRef")));
    }
    if (!governing.policies().contains(policy)) {
      return standing(
          entry,
          WaiverState.NotGoverned,
          Message.of("waiver.notGoverned", "policy", policy)
              .advising(Message.of("do.deleteWaiver")));
    }
    if (!governance.isValid(policy)) {
      return standing(
          entry,
          WaiverState.PolicyInvalid,
          Message.of("waiver.policyInvalid", "policy", policy)
              .advising(Message.of("do.correctThePolicy")));
    }
    BoundRule statement =
        governing.rules().stream()
            .filter(r -> policy.equals(r.policy()) && r.name().equals(ruleName))
            .findFirst()
            .orElse(null);
    if (statement == null) {
      return standing(
          entry,
          WaiverState.RuleMissing,
          Message.of("waiver.ruleMissing", "policy", policy, "rule", Problem.quote(ruleName))
              .advising(Message.of("do.correctRule")));
    }
    WaiverStanding refused = refused(entry, statement, governing);
    return refused != null ? refused : approval(entry);
  }

  private @Nullable WaiverStanding refused(
      Entry entry, BoundRule statement, Governance.Governing governing) {
    String id = statement.rule().declaration().id();
    for (BoundRule rule : governing.rules()) {
      boolean same =
          rule == statement
              || rule.action() == BoundRule.Action.Enforce
                  && rule.rule().declaration().id().equals(id)
                  // Rules of one's own share an id: their source tells them apart.
                  && rule.rule()
                      .declaration()
                      .summary()
                      .equals(statement.rule().declaration().summary());
      if (same
          && rule.policy() != null
          && !governance.waivable(rule.policy()).contains(rule.name())) {
        return standing(
            entry,
            WaiverState.NotWaivable,
            Message.of("waiver.notWaivable", "policy", rule.policy(), "rule", rule.name())
                .advising(Message.of("do.keepRule")));
      }
    }
    WaiverLimits limits = governance.waiverLimits(String.valueOf(entry.spec.policyRef()));
    Integer days = limits == null ? null : limits.maxDays();
    if (days != null
        && Duration.between(entry.from, entry.until).compareTo(Duration.ofDays(days)) > 0) {
      return standing(
          entry,
          WaiverState.TooLong,
          Message.of("waiver.tooLong", "policy", entry.spec.policyRef(), "days", days)
              .advising(Message.of("do.askForShorter")));
    }
    Integer renewals = limits == null ? null : limits.maxRenewals();
    if (renewals != null && earlier(entry) > renewals) {
      return standing(
          entry,
          WaiverState.TooManyRenewals,
          Message.of(
                  "waiver.tooManyRenewals", "policy", entry.spec.policyRef(), "renewals", renewals)
              .advising(Message.of("do.mend")));
    }
    return null;
  }

  /** Approved waivers of the same rule and workload that began before. */
  private long earlier(Entry entry) {
    return entries.stream()
        .filter(e -> e.workload.equals(entry.workload) && e.approved())
        .filter(e -> Objects.equals(e.spec.policyRef(), entry.spec.policyRef()))
        .filter(e -> Objects.equals(e.spec.rule(), entry.spec.rule()))
        .filter(
            e ->
                e.from.isBefore(entry.from)
                    || e.from.equals(entry.from) && e.ref.name().compareTo(entry.ref.name()) < 0)
        .count();
  }

  private WaiverStanding approval(Entry entry) {
    SovereigntyWaiverSpec spec = entry.spec;
    if (!given(spec.approvedBy())) {
      return standing(
          entry,
          WaiverState.AwaitingApproval,
          Message.of("waiver.notApproved").advising(Message.of("do.haveApproved")));
    }
    if (now.isBefore(entry.from)) {
      return standing(
          entry,
          WaiverState.NotYetInForce,
          Message.of("waiver.notYet", "from", entry.from).advising(Message.of("do.wait")));
    }
    if (!now.isBefore(entry.until)) {
      return standing(
          entry,
          WaiverState.Expired,
          Message.of("waiver.expired", "until", entry.until)
              .advising(Message.of("do.askAnewOrDelete")));
    }
    return standing(
        entry,
        WaiverState.InForce,
        Message.of(
            "waiver.inForce",
            "rule",
            spec.rule(),
            "policy",
            spec.policyRef(),
            "workload",
            entry.workload.name(),
            "until",
            entry.until));
  }

  /** How every waiver stands, by namespace and name. */
  public List<WaiverStanding> standings() {
    return List.copyOf(standings.values());
  }

  private static WaiverStanding standing(Entry entry, WaiverState state, Message finding) {
    return new WaiverStanding(entry.ref, entry.workload, state, finding);
  }

  private void stands(
      ObjectRef ref, @Nullable WorkloadId workload, WaiverState state, Message finding) {
    standings.put(ref, new WaiverStanding(ref, workload, state, finding));
  }

  /** Two ways of writing one name are one person. */
  private static boolean isSame(String a, String b) {
    return a.strip().equalsIgnoreCase(b.strip());
  }

  private static boolean given(@Nullable String text) {
    return text != null && !text.isEmpty();
  }

  private static String key(@Nullable String policy, String rule) {
    return policy + "/" + rule;
  }
}
