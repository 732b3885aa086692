package cloud.bleu.translate.policy;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.BreakGlass;
import cloud.bleu.placement.model.BreakGlassState;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The break-glasses of the input: which statements of policies each one sets aside, and how it
 * stands.
 */
public final class BreakGlassRegister {

  /** Of what is over, or a violation, it does not matter whether the zone is there. */
  private static final Set<BreakGlassState> MAY_YET_COUNT =
      EnumSet.of(
          BreakGlassState.NotYetInForce,
          BreakGlassState.AwaitingSignature,
          BreakGlassState.Countersigned);

  private final Instant now;
  private final TreeSet<String> zones;
  private final SignatureCheck admission;
  private final TreeMap<WorkloadId, BreakGlassStatus> standings = new TreeMap<>();

  /**
   * @param zones that exist
   * @param admission whether it checked who wrote one
   */
  public BreakGlassRegister(
      Instant now, Collection<AvailabilityZone> zones, SignatureCheck admission) {
    this.now = now;
    this.admission = admission;
    this.zones = new TreeSet<>();
    zones.forEach(zone -> this.zones.add(zone.getMetadata().getName()));
  }

  /**
   * The statements that hold for a workload, with its break-glass where it may set them aside:
   * those that policies enforce and that can be read. What a policy asks that nobody can read is
   * not set aside by a person who cannot know it.
   *
   * @param object the workload
   * @param rules that policies state for it, without what it asks itself
   */
  public List<BoundRule> bound(
      WorkloadId id, BleuWorkload object, List<BoundRule> rules, Findings findings) {
    BreakGlassAnnotation.Read read = BreakGlassAnnotation.read(object);
    if (read == null) {
      return rules;
    }
    BreakGlassStatus standing = standing(id, object, read);
    standings.put(id, standing);
    BreakGlass glass = standing.glass();
    if (glass == null || standing.state() == BreakGlassState.ZoneMissing) {
      findings.report(
          FieldPath.child("metadata.annotations", BreakGlass.ANNOTATION),
          standing.finding().fact().text(),
          BreakGlassAnnotation.FORM,
          standing.finding().next().text());
      return rules;
    }
    if (standing.state() == BreakGlassState.Unchecked) {
      return rules;
    }
    Waiver waiver = glass.waiver();
    return rules.stream().map(rule -> isSetAside(rule) ? with(rule, waiver) : rule).toList();
  }

  private static boolean isSetAside(BoundRule rule) {
    return rule.action() == BoundRule.Action.Enforce && !(rule.rule() instanceof FailClosedRule);
  }

  private static BoundRule with(BoundRule rule, Waiver waiver) {
    List<Waiver> all = new ArrayList<>(rule.waivers());
    all.add(waiver);
    return rule.withWaivers(all);
  }

  /** How the break-glass of each workload stands that has one. */
  public SortedMap<WorkloadId, BreakGlassStatus> standings() {
    return new TreeMap<>(standings);
  }

  private BreakGlassStatus standing(
      WorkloadId id, BleuWorkload object, BreakGlassAnnotation.Read read) {
    BreakGlass glass = read.glass();
    if (glass == null) {
      return new BreakGlassStatus(
          null,
          BreakGlassState.Invalid,
          false,
          Message.of("breakGlass.invalid", "why", read.fault())
              .advising(Message.of("do.openBreakGlass", "workload", id.toString())));
    }
    if (!admission.checked(object, glass)) {
      return new BreakGlassStatus(
          glass,
          BreakGlassState.Unchecked,
          false,
          Message.of("breakGlass.unchecked", "from", glass.from())
              .advising(Message.of("do.checkBreakGlass", "workload", id.toString())));
    }
    BreakGlassState state = glass.state(now);
    if (!zones.contains(glass.zone()) && MAY_YET_COUNT.contains(state)) {
      return new BreakGlassStatus(
          glass,
          BreakGlassState.ZoneMissing,
          state,
          false,
          Message.of(
                  "breakGlass.zoneMissing",
                  "zone",
                  glass.zone(),
                  "near",
                  NearestName.of(glass.zone(), zones).orElse(null))
              .advising(Message.of("do.openBreakGlass", "workload", id.toString())));
    }
    return new BreakGlassStatus(
        glass, state, glass.isInForce(now), finding(id, glass, state, read));
  }

  private Message finding(
      WorkloadId id, BreakGlass glass, BreakGlassState state, BreakGlassAnnotation.Read read) {
    Message countersign =
        Message.of(
            "do.countersign",
            "workload",
            id.toString(),
            "zone",
            glass.zone(),
            "before",
            glass.signBy());
    return switch (state) {
      case NotYetInForce ->
          Message.of("breakGlass.notYet", "zone", glass.zone(), "from", glass.from())
              .advising(countersign);
      case AwaitingSignature ->
          Message.of(
                  glass.isInForce(now) ? "breakGlass.awaiting" : "breakGlass.endedAwaiting",
                  "zone",
                  glass.zone(),
                  "until",
                  glass.until(),
                  "by",
                  glass.by(),
                  "fault",
                  read.fault())
              .advising(countersign);
      case Unsigned ->
          Message.of(
                  "breakGlass.unsigned",
                  "zone",
                  glass.zone(),
                  "by",
                  glass.by(),
                  "since",
                  glass.signBy(),
                  "fault",
                  read.fault())
              .advising(
                  Message.of(
                      "do.countersignLate", "workload", id.toString(), "zone", glass.zone()));
      case Countersigned ->
          Message.of(
              "breakGlass.countersigned",
              "zone",
              glass.zone(),
              "until",
              glass.until(),
              "by",
              glass.by(),
              "second",
              glass.countersignedBy());
      default ->
          Message.of("breakGlass.expired", "zone", glass.zone(), "until", glass.until())
              .advising(Message.of("do.removeBreakGlass"));
    };
  }
}
