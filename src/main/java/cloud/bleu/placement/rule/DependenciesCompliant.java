package cloud.bleu.placement.rule;

import cloud.bleu.placement.catalogue.LinkVerdicts;
import cloud.bleu.placement.catalogue.OfferedNames;
import cloud.bleu.placement.estate.StatedFacts;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneAspect;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every enforced rule about providers and their offerings holds for what the workload relies on as
 * well, with every layer of the offering: which of them a dependency uses nobody can see.
 */
public record DependenciesCompliant() implements ZoneRule {

  private static final OfferedNames SERVICES =
      new OfferedNames("service", Provider.Offering::services);

  private static final Declaration DECLARATION =
      new Declaration(
              "dependencies-compliant",
              "Every enforced rule about providers and offerings holds for each dependency.",
              List.of(),
              List.of(),
              List.of("DependencyRefused", "DependencyUnknown"))
          .reading("CloudProvider.spec.offerings");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public Set<Link> alsoAbout() {
    return Set.of();
  }

  @Override
  public ZoneAspect aspect() {
    return ZoneAspect.Anywhere;
  }

  /** Of a dependency every other rule is asked, so that all of the workload counts. */
  @Override
  public @Nullable Object about(Workload workload) {
    List<Closure.Dependency> dependencies = workload.closure().dependencies();
    return dependencies == null || dependencies.isEmpty() ? NO_WORKLOAD : null;
  }

  @Override
  public Verdict evaluate(Question question) {
    List<Closure.Dependency> dependencies = question.workload().closure().dependencies();
    if (dependencies == null || dependencies.isEmpty()) {
      return Verdict.notApplicable(Message.of("dependency.none"));
    }
    List<Verdict> failing = new ArrayList<>();
    TreeSet<Message> facts = new TreeSet<>();
    TreeSet<String> requirements = new TreeSet<>();
    Origin origin = Origin.Enforced;
    for (Closure.Dependency dependency : dependencies) {
      for (Verdict verdict : verdicts(question, dependency)) {
        origin = origin.weaker(verdict.origin());
        if (verdict.failing()) {
          failing.add(verdict);
          requirements.addAll(verdict.requirements());
          facts.add(
              Message.of(
                  "part.dependency",
                  "name",
                  dependency.name(),
                  "offering",
                  dependency.offering(),
                  "provider",
                  dependency.provider(),
                  "finding",
                  LinkVerdicts.said(verdict)));
        }
      }
    }
    if (failing.isEmpty()) {
      // That an offering is what is relied on is stated, and kept to by nobody.
      return Verdict.pass(
          origin == Origin.Enforced ? Origin.Declared : origin, Message.of("dependency.holds"));
    }
    boolean refused = failing.stream().anyMatch(v -> v.result() == Verdict.Result.Reject);
    Message fact = Message.of("findings", "findings", facts);
    Message next = Message.of("do.otherOffering");
    return (refused
            ? Verdict.reject("DependencyRefused", origin, fact, next)
            : Verdict.unknown("DependencyUnknown", origin, fact, next))
        .serving(requirements);
  }

  /** Of a refusal those of what fails, else all that the rules looked at. */
  @Override
  public List<StatedFact> facts(Question question, Verdict answer) {
    boolean failing = answer.result() != Verdict.Result.Pass;
    List<Closure.Dependency> dependencies = question.workload().closure().dependencies();
    List<StatedFact> facts = new ArrayList<>();
    for (Closure.Dependency dependency :
        Objects.requireNonNullElse(dependencies, List.<Closure.Dependency>of())) {
      Provider provider = question.estate().provider(dependency.provider());
      if (provider == null) {
        facts.add(StatedFacts.missingProvider(dependency.provider()));
        continue;
      }
      Provider.Offering offering = offering(provider, dependency);
      if (offering == null) {
        facts.add(StatedFacts.missingOffering(provider, dependency.offering()));
        continue;
      }
      Question on = about(question, dependency, provider, offering);
      if (offering.layers().isEmpty()) {
        facts.addAll(StatedFacts.of(on, StatedFact.Kind.Layers));
        continue;
      }
      Verdict services = SERVICES.verdict(dependency.services(), on);
      if (failing ? services.failing() : !dependency.services().isEmpty()) {
        facts.addAll(StatedFacts.of(on, StatedFact.Kind.Services));
      }
      facts.addAll(
          LinkVerdicts.facts(
              on.workload(), on.zone(), question.estate(), Link.Dependency, failing));
    }
    return facts;
  }

  private static List<Verdict> verdicts(Question question, Closure.Dependency dependency) {
    Provider provider = question.estate().provider(dependency.provider());
    if (provider == null) {
      return List.of(doubt(Message.of("provider.missing", "provider", dependency.provider())));
    }
    Provider.Offering offering = offering(provider, dependency);
    if (offering == null) {
      return List.of(
          doubt(
              Message.of(
                  "offering.missing",
                  "provider",
                  provider.name(),
                  "offerings",
                  dependency.offering())));
    }
    if (offering.layers().isEmpty()) {
      return List.of(doubt(Message.of("offering.layersUnknown", "offering", offering.name())));
    }
    Question on = about(question, dependency, provider, offering);
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(SERVICES.verdict(dependency.services(), on));
    verdicts.addAll(
        LinkVerdicts.verdicts(on.workload(), on.zone(), question.estate(), Link.Dependency));
    return verdicts.stream().filter(Verdict::given).toList();
  }

  private static Provider.@Nullable Offering offering(
      Provider provider, Closure.Dependency dependency) {
    return provider.offerings().stream()
        .filter(o -> o.name().equals(dependency.offering()))
        .findFirst()
        .orElse(null);
  }

  /** The question about a stand-in for the offering, with every layer that it has. */
  private static Question about(
      Question question,
      Closure.Dependency dependency,
      Provider provider,
      Provider.Offering offering) {
    return new Question(
        question.workload().relyingOn(offering.layers(), dependency.services()),
        standIn(dependency.name(), provider.name(), offering),
        provider,
        question.parameters(),
        question.estate(),
        Link.Dependency);
  }

  /** A zone for an offering that is used from elsewhere: it has a provider and no place. */
  private static Zone standIn(String name, String provider, Provider.Offering offering) {
    return new Zone(
        name,
        provider,
        List.of(offering.name()),
        offering.regions().stream().min(Comparator.naturalOrder()).orElse(""),
        "",
        Provenance.NONE,
        new Zone.Location(null, null, null, Provenance.NONE, Provenance.NONE),
        new TreeMap<>(),
        Provenance.NONE,
        ZoneState.Active,
        null,
        Health.NOT_OBSERVED,
        Duration.ZERO,
        new Capacity.Declared(Quantities.NONE, Quantities.NONE, 100),
        Zone.Price.UNKNOWN,
        Zone.Equipment.UNKNOWN,
        List.of(),
        List.of(),
        Zone.Delivery.HERE,
        null);
  }

  private static Verdict doubt(Message fact) {
    return Verdict.unknown("DependencyUnknown", Origin.Assumed, fact, Message.of("do.describe"));
  }
}
