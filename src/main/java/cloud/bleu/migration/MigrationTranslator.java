package cloud.bleu.migration;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.MigrationPlanSpec;
import cloud.bleu.assess.acceptance.AcceptanceException;
import cloud.bleu.assess.acceptance.OwnerRule;
import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.assess.model.MigrationTarget;
import cloud.bleu.assess.wave.WaveRules;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.KnownNames;
import cloud.bleu.translate.finding.LabelSelectorCheck;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.policy.Namespaces;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a MigrationPlan. */
public final class MigrationTranslator {

  /** What keeps the API server from being asked all the time. */
  private static final Duration SHORTEST = Duration.ofMinutes(10);

  private final MigrationPlanSpec spec;
  private final FindingCatalogue catalogue;
  private final List<Problem> problems = new ArrayList<>();
  private final Findings findings;

  private MigrationTranslator(
      MigrationPlan plan, MigrationPlanSpec spec, FindingCatalogue catalogue) {
    this.spec = spec;
    this.catalogue = catalogue;
    findings = new Findings(ObjectRef.of(plan), problems, new ArrayList<>());
  }

  /**
   * What came of reading.
   *
   * @param order null when nothing can be planned by it as it is written
   * @param problems why; empty when it can
   */
  public record Read(@Nullable MigrationOrder order, List<Problem> problems) {
    public Read {
      problems = List.copyOf(problems);
    }
  }

  /** Reads a plan by itself. */
  public static Read read(MigrationPlan plan, FindingCatalogue catalogue) {
    return read(plan, catalogue, null);
  }

  /**
   * Reads a plan against what there is: its target has zones, and its namespaces exist.
   *
   * @param objects of the cluster; null: they are not known
   */
  public static Read read(
      MigrationPlan plan, FindingCatalogue catalogue, @Nullable ApiObjects objects) {
    if (plan.getSpec() == null) {
      Problem none =
          new Problem(
              ObjectRef.of(plan),
              true,
              "spec",
              "is missing",
              null,
              "state the target and the namespaces");
      return new Read(null, List.of(none));
    }
    MigrationTranslator translator = new MigrationTranslator(plan, plan.getSpec(), catalogue);
    MigrationOrder order = translator.order(objects);
    return new Read(translator.findings.blocked() ? null : order, translator.problems);
  }

  private @Nullable MigrationOrder order(@Nullable ApiObjects objects) {
    String target = spec.target();
    if (target == null || target.isEmpty()) {
      findings.block("spec.target", "is missing", null, "name the CloudProvider to move to");
      return null;
    }
    if (spec.namespaces().isEmpty()) {
      findings.block(
          "spec.namespaces", "names no namespace", null, "name those whose workloads move");
    }
    if (objects != null) {
      against(target, objects);
    }
    if (spec.selector() != null) {
      LabelSelectorCheck.check(spec.selector(), "spec.selector", findings);
    }
    Duration interval = findings.duration("spec.interval", spec.interval());
    if (interval != null && interval.compareTo(SHORTEST) < 0) {
      findings.block(
          "spec.interval",
          "is " + spec.interval() + ", and the cluster is read at most every ten minutes",
          null,
          "state 10m or more");
    }
    findings.oneOf("spec.gate", spec.gate(), List.of("Refuse", "Warn", "Ignore"));
    int i = 0;
    for (String one : spec.dataClasses()) {
      findings.oneOf("spec.dataClasses[" + i++ + "]", one, Namespaces.KNOWN_CLASSES);
    }
    WaveRules rules = rules();
    List<AcceptanceException> accepted = accepted();
    List<OwnerRule> owners = owners();
    return interval == null
        ? null
        : new MigrationOrder(
            MigrationTarget.of(target),
            spec.namespaces(),
            spec.selector(),
            rules,
            accepted,
            owners,
            spec.dataClasses(),
            interval);
  }

  private void against(String target, ApiObjects objects) {
    Set<String> providers = new TreeSet<>();
    objects.zones().stream()
        .filter(z -> z.getSpec() != null && z.getSpec().provider() != null)
        .forEach(z -> providers.add(z.getSpec().provider()));
    if (!providers.contains(target)) {
      String near = NearestName.of(target, providers).orElse(null);
      findings.block(
          "spec.target",
          "no AvailabilityZone that is known in this cluster is of "
              + ShownText.quote(target)
              + (near == null ? "" : ", did you mean " + near + "?"),
          KnownNames.shown(providers),
          "correct the name, or add its CloudProvider and zones; if it runs an operator of its own,"
              + " export its zones there and plan with `bleu assess --plan --waves --estate`");
    }
    Set<String> namespaces = new TreeSet<>();
    objects.namespaces().forEach(n -> namespaces.add(n.getMetadata().getName()));
    for (int i = 0; i < spec.namespaces().size(); i++) {
      String namespace = spec.namespaces().get(i);
      if (!namespaces.contains(namespace)) {
        findings.missing("spec.namespaces[" + i + "]", "namespace", namespace, namespaces);
      }
    }
  }

  private WaveRules rules() {
    List<WaveRules.Together> together = new ArrayList<>();
    for (int i = 0; i < spec.together().size(); i++) {
      MigrationPlanSpec.Together one = spec.together().get(i);
      if (one.objects().isEmpty()) {
        findings.block(
            "spec.together[" + i + "].objects",
            "names no workload",
            null,
            "list workloads, such as Deployment shop/web");
      }
      together.add(new WaveRules.Together(one.objects(), ""));
    }
    SortedMap<Integer, String> names = new TreeMap<>();
    SortedMap<Integer, LocalDate> dates = new TreeMap<>();
    Set<Integer> seen = new TreeSet<>();
    for (int i = 0; i < spec.waves().size(); i++) {
      MigrationPlanSpec.Wave wave = spec.waves().get(i);
      String at = "spec.waves[" + i + "]";
      Integer number = wave.wave();
      if (number == null || number < 1) {
        findings.block(at + ".wave", "is no number from 1 on", null, "count waves from 1");
        continue;
      }
      if (!seen.add(number)) {
        findings.block(
            at + ".wave", "wave " + number + " is there already", null, "state each wave once");
      }
      if (wave.name() != null) {
        names.put(number, wave.name());
      }
      LocalDate date = wave.date() == null ? null : findings.day(at + ".date", wave.date());
      if (date != null) {
        dates.put(number, date);
      }
    }
    int most = findings.whole("spec.mostWorkloads", spec.mostWorkloads(), 1, 200);
    return new WaveRules(together, names, dates, freezes(), most);
  }

  private List<WaveRules.Freeze> freezes() {
    List<WaveRules.Freeze> freezes = new ArrayList<>();
    for (int i = 0; i < spec.freezes().size(); i++) {
      MigrationPlanSpec.Freeze freeze = spec.freezes().get(i);
      String at = "spec.freezes[" + i + "]";
      LocalDate from = required(at + ".from", freeze.from());
      LocalDate until = required(at + ".until", freeze.until());
      if (from != null && until != null && until.isBefore(from)) {
        findings.block(at, "ends before it begins", null, "exchange from and until");
      } else if (from != null && until != null) {
        freezes.add(new WaveRules.Freeze(from, until, text(freeze.reason())));
      }
    }
    return freezes;
  }

  private List<AcceptanceException> accepted() {
    Set<String> codes = new TreeSet<>();
    catalogue.entries().forEach(e -> codes.add(e.code()));
    List<AcceptanceException> accepted = new ArrayList<>();
    for (int i = 0; i < spec.accepted().size(); i++) {
      MigrationPlanSpec.Accepted one = spec.accepted().get(i);
      String at = "spec.accepted[" + i + "]";
      String code = text(one.code());
      if (!codes.contains(code)) {
        findings.missing(at + ".code", "finding", code, codes);
      }
      stated(at + ".owner", one.owner(), "name who accepts it");
      stated(at + ".reason", one.reason(), "say why");
      LocalDate until = required(at + ".until", one.until());
      if (until != null) {
        accepted.add(
            new AcceptanceException(
                code, one.object(), one.found(), text(one.owner()), text(one.reason()), until));
      }
    }
    return accepted;
  }

  private List<OwnerRule> owners() {
    List<OwnerRule> owners = new ArrayList<>();
    for (int i = 0; i < spec.owners().size(); i++) {
      MigrationPlanSpec.Owner one = spec.owners().get(i);
      String at = "spec.owners[" + i + "]";
      stated(at + ".object", one.object(), "name objects, such as '* shop/*'");
      stated(at + ".owner", one.owner(), "name whose they are");
      owners.add(new OwnerRule(text(one.object()), text(one.owner())));
    }
    return owners;
  }

  private void stated(String path, @Nullable String value, String advice) {
    if (value == null || value.isBlank()) {
      findings.block(path, "is missing", null, advice);
    }
  }

  private @Nullable LocalDate required(String path, @Nullable String value) {
    if (value == null) {
      findings.block(path, "is missing", null, "state a day such as 2027-06-30");
      return null;
    }
    return findings.day(path, value);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
