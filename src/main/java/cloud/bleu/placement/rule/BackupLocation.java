package cloud.bleu.placement.rule;

import cloud.bleu.placement.catalogue.LinkVerdicts;
import cloud.bleu.placement.estate.Geography;
import cloud.bleu.placement.estate.StatedFacts;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Zone;
import java.math.BigDecimal;
import java.util.ArrayList;
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
              "Backups go to zones for which every enforced rule holds, on another site, far enough.",
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

  @Override
  public Set<Link> alsoAbout() {
    return Set.of();
  }

  /** Of a backup zone every other rule is asked, so that all of the workload counts. */
  @Override
  public @Nullable Object about(Workload workload) {
    return workload.closure().backup() == null
        ? List.of(keepsData(workload), workload.closure().content())
        : null;
  }

  private static boolean keepsData(Workload workload) {
    return workload.dataBound()
        || workload.closure().claims().stream().anyMatch(Closure.Claim::elsewhere);
  }

  @Override
  public Verdict evaluate(Question question) {
    Closure.Backup backup = question.workload().closure().backup();
    if (backup == null) {
      return notStated(question.workload());
    }
    Findings findings = new Findings(question, backup);
    backup.toZones().stream().distinct().sorted().forEach(findings::look);
    return findings.verdict();
  }

  private static Verdict notStated(Workload workload) {
    String next = "state spec.resilience.backup of the workload";
    Closure.Content content = workload.closure().content();
    if (keepsData(workload)) {
      return Verdict.unknown(
              "BackupNotStated",
              Origin.Assumed,
              "the workload keeps data and does not say where it is copied to",
              next)
          .serving(DECLARATION.requirements());
    }
    if (content == Closure.Content.External) {
      return Verdict.unknown(
              "BackupNotStated",
              Origin.Assumed,
              "it is not known whether the external workload keeps data, and it does not say where"
                  + " that is copied to",
              next)
          .serving(DECLARATION.requirements());
    }
    return content == Closure.Content.Template
        ? Verdict.notApplicable("the workload keeps no data that it says is copied")
        : Verdict.notEvaluated(
            "whether pods that others create keep data is not known: if they do, state"
                + " spec.resilience.backup of the workload");
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
    private final List<String> onSite = new ArrayList<>();
    private final List<String> near = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final List<String> doubts = new ArrayList<>();
    private final Set<String> next = new TreeSet<>();
    private final TreeSet<String> requirements = new TreeSet<>();

    Findings(Question question, Closure.Backup backup) {
      this.question = question;
      long asked =
          question.parameters().decimal("minDistanceKm", BigDecimal.ZERO).longValue()
              * METRES_PER_KM;
      this.metres = Math.max(asked, backup.minDistanceMetres());
    }

    void look(String name) {
      String backup = "backup zone " + name + ": ";
      Zone target = question.estate().zone(name);
      if (target == null) {
        doubt(backup + "there is no such AvailabilityZone");
        return;
      }
      Zone zone = question.zone();
      origin = origin.weaker(zone.siteProvenance().basis().origin());
      origin = origin.weaker(target.siteProvenance().basis().origin());
      if (target.site().equals(zone.site())) {
        onSite.add(backup + "it is on site " + zone.site() + ", where replicas would run");
      }
      distance(backup, zone, target);
      reach(backup, zone, name);
      for (Verdict verdict :
          LinkVerdicts.verdicts(question.workload(), target, question.estate(), Link.BackupZone)) {
        if (verdict.given()) {
          origin = origin.weaker(verdict.origin());
        }
        if (verdict.failing()) {
          boolean reject = verdict.result() == Verdict.Result.Reject;
          (reject ? refused : doubts).add(backup + LinkVerdicts.said(verdict));
          if (!reject) {
            next.add(LinkVerdicts.next(verdict));
          }
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
        facts.addAll(StatedFacts.of(question, StatedFact.Kind.Location));
        facts.addAll(StatedFacts.of(there, StatedFact.Kind.Location));
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

    private void distance(String backup, Zone zone, Zone target) {
      if (metres <= 0) {
        return;
      }
      origin = origin.weaker(zone.location().provenance().basis().origin());
      origin = origin.weaker(target.location().provenance().basis().origin());
      Long distance = Geography.metres(zone, target);
      if (distance == null) {
        doubt(backup + "its distance is not known");
      } else if (distance < metres) {
        near.add(
            "%s%s km away, asked for: %s"
                .formatted(backup, distance / METRES_PER_KM, metres / METRES_PER_KM));
      }
    }

    private void reach(String backup, Zone zone, String name) {
      Zone.Storage storage = zone.equipment().storage();
      if (storage == null || storage.backupZones().isEmpty()) {
        doubt(backup + "it is not known where the zone can write backups to");
        return;
      }
      origin = origin.weaker(storage.provenance().basis().origin());
      if (!storage.backupZones().contains(name)) {
        refused.add(backup + "the zone writes no backups there");
      }
    }

    private void doubt(String what) {
      doubts.add(what);
      next.add("state it in the zones concerned");
    }

    Verdict verdict() {
      if (metres > 0 || !onSite.isEmpty()) {
        requirements.addAll(DECLARATION.requirements());
      }
      List<String> all = new ArrayList<>(onSite);
      all.addAll(near);
      all.addAll(refused);
      boolean rejected = !all.isEmpty();
      all.addAll(doubts);
      if (all.isEmpty()) {
        return Verdict.pass(
                origin,
                metres > 0
                    ? "backups go where every enforced rule holds, far enough"
                    : "backups go where every enforced rule holds; how far is far enough nobody"
                        + " states")
            .serving(requirements);
      }
      String code =
          !onSite.isEmpty()
              ? "BackupOnSite"
              : !near.isEmpty() ? "BackupTooNear" : rejected ? "BackupRefused" : "BackupUnknown";
      String fact = String.join(", ", all);
      String advice =
          rejected
              ? "use another backup zone in spec.resilience.backup of the workload"
              : next.size() == 1
                  ? next.iterator().next()
                  : "state it where it is missing, in the zones and providers concerned";
      return (rejected
              ? Verdict.reject(code, origin, fact, advice)
              : Verdict.unknown(code, origin, fact, advice))
          .serving(requirements);
    }
  }
}
