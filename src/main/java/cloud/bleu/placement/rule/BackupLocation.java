package cloud.bleu.placement.rule;

import cloud.bleu.placement.catalogue.LinkVerdicts;
import cloud.bleu.placement.catalogue.UnstatedBackup;
import cloud.bleu.placement.estate.Geography;
import cloud.bleu.placement.estate.StatedFacts;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Zone;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Backups go where every enforced rule holds as in a zone that runs the workload, never to a site
 * where it runs, and far enough (SecNumCloud 12.5.d). The text names no distance: it is the
 * customer's, and where nobody states one the rule does not say that the requirement is met.
 */
public record BackupLocation() implements ZoneRule {

  private static final long METRES_PER_KM = 1000;

  private static final Declaration DECLARATION =
      new Declaration(
              "backup-location",
              "Backups go to zones for which every enforced rule holds, on another site, far"
                  + " enough.",
              List.of(
                  RuleParameter.of(
                          "minDistanceKm",
                          RuleParameter.Type.Whole,
                          "The least distance in kilometres; the greater of this and of"
                              + " spec.resilience.backup.minDistanceKm counts. Where both are 0 no"
                              + " distance is judged, and 12.5.d is not served.")
                      .looserWith(RuleParameter.Looser.Less)
                      .between(0, 20038)
                      .orElse("0")),
              List.of("12.5.d"),
              List.of(
                  "BackupNotStated",
                  "BackupOnSite",
                  "BackupRefused",
                  "BackupTooNear",
                  "BackupUnknown"))
          .reading(
              "AvailabilityZone.spec.location",
              "AvailabilityZone.spec.site",
              "AvailabilityZone.spec.storage");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  /** Without a distance of its own it depends on that of the workload: the answer says. */
  @Override
  public List<String> requirements(Parameters parameters) {
    return parameters.decimal("minDistanceKm", BigDecimal.ZERO).signum() > 0
        ? DECLARATION.requirements()
        : List.of();
  }

  /**
   * The distance is the customer's by the text itself. A target that only a stricter rule of the
   * house refuses is none that the text refuses: the answer says.
   */
  @Override
  public boolean failsByTheText(Question question, Verdict answer) {
    return answer.requirements().containsAll(DECLARATION.requirements());
  }

  @Override
  public Set<Link> alsoAbout() {
    return Set.of();
  }

  /** Of a backup zone every other rule is asked, so that all of the workload counts. */
  @Override
  public @Nullable Object about(Workload workload) {
    return workload.closure().backup() == null
        ? List.of(UnstatedBackup.keepsData(workload), workload.closure().content())
        : null;
  }

  @Override
  public Verdict evaluate(Question question) {
    Closure.Backup backup = question.workload().closure().backup();
    if (backup == null) {
      return UnstatedBackup.verdict(question.workload(), DECLARATION.requirements());
    }
    Findings findings = new Findings(question, backup);
    backup.toZones().stream().distinct().sorted().forEach(findings::look);
    return findings.verdict();
  }

  /** Those of the zone and of each target; of a refusal only those that speak against one. */
  @Override
  public List<StatedFact> facts(Question question, Verdict answer) {
    Closure.Backup backup = question.workload().closure().backup();
    if (backup == null) {
      return List.of();
    }
    boolean failing = answer.result() != Verdict.Result.Pass;
    List<StatedFact> facts = new ArrayList<>();
    for (String name : backup.toZones().stream().distinct().sorted().toList()) {
      Findings findings = new Findings(question, backup);
      findings.look(name);
      facts.addAll(findings.facts(name, failing));
    }
    return facts;
  }

  /** What is found about the targets, the gravest code first. */
  private static final class Findings {
    private final Question question;
    private final long metres;
    private Origin origin = Origin.Enforced;
    private final List<Message> onSite = new ArrayList<>();
    private final List<Message> near = new ArrayList<>();
    private final List<Message> refused = new ArrayList<>();
    private final List<Message> doubts = new ArrayList<>();

    /** In no order: the order of messages is that of their words, which are written out for it. */
    private final Set<Message> next = new HashSet<>();

    private final TreeSet<String> requirements = new TreeSet<>();

    /** Whether something is found that the text refuses too. */
    private boolean againstTheText;

    Findings(Question question, Closure.Backup backup) {
      this.question = question;
      long asked =
          question.parameters().decimal("minDistanceKm", BigDecimal.ZERO).longValue()
              * METRES_PER_KM;
      this.metres = Math.max(asked, backup.minDistanceMetres());
    }

    void look(String name) {
      Zone target = question.estate().zone(name);
      if (target == null) {
        doubt(name, Message.of("backup.zoneMissing"));
        return;
      }
      Zone zone = question.zone();
      origin = origin.weaker(zone.siteProvenance().basis().origin());
      origin = origin.weaker(target.siteProvenance().basis().origin());
      if (target.site().equals(zone.site())) {
        onSite.add(of(name, Message.of("backup.onSite", "site", zone.site())));
      }
      distance(zone, target);
      reach(zone, name);
      for (Verdict verdict :
          LinkVerdicts.verdicts(question.workload(), target, question.estate(), Link.BackupZone)) {
        if (verdict.given()) {
          origin = origin.weaker(verdict.origin());
        }
        if (verdict.failing()) {
          boolean reject = verdict.result() == Verdict.Result.Reject;
          (reject ? refused : doubts).add(of(name, LinkVerdicts.said(verdict)));
          if (!reject) {
            next.add(verdict.finding().next());
          }
          againstTheText |= !verdict.requirements().isEmpty();
          requirements.addAll(verdict.requirements());
        }
      }
    }

    /** What the answer about that target, the only one looked at, rests on. */
    private List<StatedFact> facts(String name, boolean failing) {
      Zone target = question.estate().zone(name);
      if (target == null) {
        return List.of(StatedFacts.field("place", "zone " + name, "", false));
      }
      Question there =
          new Question(
              question.workload(),
              target,
              question.estate().provider(target.provider()),
              question.parameters(),
              question.estate(),
              Link.BackupZone);
      List<StatedFact> facts = new ArrayList<>();
      if (!failing || !onSite.isEmpty()) {
        facts.addAll(StatedFacts.of(question, StatedFact.Kind.Site));
        facts.addAll(StatedFacts.of(there, StatedFact.Kind.Site));
      }
      if (metres > 0
          && (!failing || !near.isEmpty() || Geography.metres(question.zone(), target) == null)) {
        facts.addAll(StatedFacts.of(question, StatedFact.Kind.Coordinates));
        facts.addAll(StatedFacts.of(there, StatedFact.Kind.Coordinates));
      }
      Zone.Storage storage = question.zone().equipment().storage();
      if (!failing || storage == null || !storage.backupZones().contains(name)) {
        facts.addAll(StatedFacts.of(question, StatedFact.Kind.Storage));
      }
      facts.addAll(
          LinkVerdicts.facts(
              question.workload(), target, question.estate(), Link.BackupZone, failing));
      return facts;
    }

    private void distance(Zone zone, Zone target) {
      if (metres <= 0) {
        return;
      }
      origin = origin.weaker(zone.location().coordinatesProvenance().basis().origin());
      origin = origin.weaker(target.location().coordinatesProvenance().basis().origin());
      Long distance = Geography.metres(zone, target);
      if (distance == null) {
        doubt(target.name(), Message.of("backup.distanceUnknown"));
      } else if (distance < metres) {
        near.add(
            of(
                target.name(),
                Message.of(
                    "backup.near",
                    "km",
                    distance / METRES_PER_KM,
                    "asked",
                    metres / METRES_PER_KM)));
      }
    }

    private void reach(Zone zone, String name) {
      Zone.Storage storage = zone.equipment().storage();
      if (storage == null || storage.backupZones().isEmpty()) {
        doubt(name, Message.of("backup.storageUnknown"));
        return;
      }
      origin = origin.weaker(storage.provenance().basis().origin());
      if (!storage.backupZones().contains(name)) {
        againstTheText = true;
        refused.add(of(name, Message.of("backup.notWritten")));
      }
    }

    private void doubt(String name, Message what) {
      againstTheText = true;
      doubts.add(of(name, what));
      next.add(Message.of("do.stateInZones"));
    }

    private static Message of(String zone, Message finding) {
      return Message.of("part.backup", "zone", zone, "finding", finding);
    }

    Verdict verdict() {
      boolean fails = !refused.isEmpty() || !doubts.isEmpty();
      if (!onSite.isEmpty() || !near.isEmpty() || (metres > 0 && (!fails || againstTheText))) {
        requirements.addAll(DECLARATION.requirements());
      }
      List<Message> all = new ArrayList<>(onSite);
      all.addAll(near);
      all.addAll(refused);
      boolean rejected = !all.isEmpty();
      all.addAll(doubts);
      if (all.isEmpty()) {
        return Verdict.pass(
                origin,
                metres > 0 ? Message.of("backup.holds") : Message.of("backup.holdsAnyDistance"))
            .serving(requirements);
      }
      String code =
          !onSite.isEmpty()
              ? "BackupOnSite"
              : !near.isEmpty() ? "BackupTooNear" : rejected ? "BackupRefused" : "BackupUnknown";
      Message fact = Message.of("findings", "findings", all);
      Message advice =
          rejected
              ? Message.of("do.otherBackupZone")
              : next.size() == 1 ? next.iterator().next() : Message.of("do.stateWhereMissing");
      return (rejected
              ? Verdict.reject(code, origin, fact, advice)
              : Verdict.unknown(code, origin, fact, advice))
          .serving(requirements);
    }
  }
}
