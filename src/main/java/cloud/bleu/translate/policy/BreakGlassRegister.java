package cloud.bleu.translate.policy;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.BreakGlassStanding;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.BreakGlass;
import cloud.bleu.placement.model.BreakGlassState;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The break-glasses of the input: which statements of policies each one sets aside, and how it
 * stands.
 */
public final class BreakGlassRegister {
  private final Instant now;
  private final TreeSet<String> zones;
  private final TreeMap<WorkloadId, BreakGlassStanding> standings = new TreeMap<>();

  /**
   * @param zones that exist, by name
   */
  public BreakGlassRegister(Instant now, Collection<String> zones) {
    this.now = now;
    this.zones = new TreeSet<>(zones);
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
      WorkloadId id, HasMetadata object, List<BoundRule> rules, Findings findings) {
    BreakGlassAnnotation.Read read = BreakGlassAnnotation.read(object);
    if (read == null) {
      return rules;
    }
    BreakGlassStanding standing = standing(id, read);
    standings.put(id, standing);
    BreakGlass glass = standing.glass();
    if (glass == null) {
      findings.report(
          FieldPath.child("metadata.annotations", BreakGlass.ANNOTATION),
          standing.finding().fact().text(),
          BreakGlassAnnotation.FORM,
          standing.finding().next().text());
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
  public SortedMap<WorkloadId, BreakGlassStanding> standings() {
    return new TreeMap<>(standings);
  }

  private BreakGlassStanding standing(WorkloadId id, BreakGlassAnnotation.Read read) {
    BreakGlass glass = read.glass();
    if (glass == null) {
      return refused(
          BreakGlassState.Invalid,
          Message.of("breakGlass.invalid", "why", read.fault())
              .advising(Message.of("do.openBreakGlass", "workload", id.name())));
    }
    if (!zones.contains(glass.zone())) {
      return refused(
          BreakGlassState.ZoneMissing,
          Message.of(
                  "breakGlass.zoneMissing",
                  "zone",
                  glass.zone(),
                  "near",
                  NearestName.of(glass.zone(), zones).orElse(null))
              .advising(Message.of("do.openBreakGlass", "workload", id.name())));
    }
    BreakGlassState state = glass.state(now);
    return new BreakGlassStanding(
        glass, state, glass.isInForce(now), finding(id, glass, state, read));
  }

  private static BreakGlassStanding refused(BreakGlassState state, Message finding) {
    return new BreakGlassStanding(null, state, false, finding);
  }

  private Message finding(
      WorkloadId id, BreakGlass glass, BreakGlassState state, BreakGlassAnnotation.Read read) {
    Message countersign =
        Message.of("do.countersign", "workload", id.name(), "before", glass.signBy());
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
              .advising(Message.of("do.countersignLate", "workload", id.name()));
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
