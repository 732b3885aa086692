package cloud.bleu.translate;

import cloud.bleu.affinity.ZoneLabels;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.pod.Exposures;
import cloud.bleu.translate.pod.ExternalNames;
import cloud.bleu.translate.pod.GatewayRoutes;
import cloud.bleu.translate.pod.Sources;
import cloud.bleu.translate.policy.BreakGlassRegister;
import cloud.bleu.translate.policy.Governance;
import cloud.bleu.translate.policy.GovernedNamespaces;
import cloud.bleu.translate.policy.NamespaceNotes;
import cloud.bleu.translate.policy.Namespaces;
import cloud.bleu.translate.policy.Waivers;
import cloud.bleu.translate.provider.ProviderTranslator;
import cloud.bleu.translate.workload.DeploymentClaims;
import cloud.bleu.translate.workload.Priorities;
import cloud.bleu.translate.workload.ReferableNames;
import cloud.bleu.translate.workload.RememberedWorkloads;
import cloud.bleu.translate.workload.WorkloadTranslator;
import cloud.bleu.translate.zone.DrilledZones;
import cloud.bleu.translate.zone.EstateZones;
import cloud.bleu.translate.zone.NodesOfZones;
import cloud.bleu.translate.zone.ObservedState;
import cloud.bleu.translate.zone.RoundTrips;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The API objects of a cluster, or of files, as the frozen estate that decisions are made from. One
 * bad object never keeps another from being read.
 */
public final class EstateTranslator {

  private final ApiObjects objects;
  private final Instant now;
  private final ObservedState observed;
  private final Predicate<String> served;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> notes = new ArrayList<>();
  private final Sources sources;
  private final TranslationMemory memory;
  private final Namespaces namespaces = new Namespaces();
  private final Governance governance;
  private final Waivers waivers;
  private final BreakGlassRegister breakGlass;
  private final Priorities priorities = new Priorities();

  private EstateTranslator(
      ApiObjects objects,
      Instant now,
      ObservedState observed,
      Predicate<String> served,
      TranslationMemory memory) {
    this.objects = objects;
    this.now = now;
    this.observed = observed;
    this.served = served;
    this.memory = memory;
    this.governance = new Governance(namespaces, memory.governance);
    this.sources = new Sources(objects.deployments());
    this.waivers = new Waivers(now, governance, objects.zones());
    this.breakGlass = new BreakGlassRegister(now, objects.zones(), observed.signatures());
  }

  /**
   * Translates everything.
   *
   * @param now the instant that decisions are made for
   * @param movesInLastHour replicas that rebalancing moved, by workload; absent: none
   */
  public static Translation translate(
      ApiObjects objects, Instant now, Map<WorkloadId, Integer> movesInLastHour) {
    return translate(
        objects, now, movesInLastHour, ObservedState.UNBROKEN, new TranslationMemory());
  }

  /**
   * Translates what a watch of a cluster has seen.
   *
   * @param observed from when on what is seen can be trusted
   * @param memory of the translations before
   */
  public static Translation translate(
      ApiObjects objects,
      Instant now,
      Map<WorkloadId, Integer> movesInLastHour,
      ObservedState observed,
      TranslationMemory memory) {
    return translate(objects, now, movesInLastHour, observed, namespace -> true, memory);
  }

  /**
   * Translates what is seen by an operator that may not change objects everywhere.
   *
   * @param served whether objects may be changed in a namespace; workloads of all others keep what
   *     they have, and nothing is decided for them
   */
  public static Translation translate(
      ApiObjects objects,
      Instant now,
      Map<WorkloadId, Integer> movesInLastHour,
      ObservedState observed,
      Predicate<String> served,
      TranslationMemory memory) {
    return new EstateTranslator(objects, now, observed, served, memory).translate(movesInLastHour);
  }

  private Translation translate(Map<WorkloadId, Integer> movesInLastHour) {
    for (Namespace object : objects.namespaces()) {
      namespaces.add(object, findings(object));
    }
    for (PriorityClass object : objects.priorityClasses()) {
      priorities.add(object, findings(object));
    }
    for (SovereigntyPolicy object : objects.policies()) {
      governance.add(object, findings(object));
    }
    memory.governance = governance;
    for (SovereigntyWaiver object : objects.waivers()) {
      waivers.add(object, findings(object));
    }
    Map<String, Provider> providers = providers();
    Map<WorkloadId, Placement> placements =
        memory.placements.read(objects.placements(), movesInLastHour, problems, notes);
    NodesOfZones nodes =
        new NodesOfZones(objects, sources, memory.requests, observed.contacts(), now);
    Map<String, Zone> zones =
        new EstateZones(nodes, now, observed, DrilledZones.of(objects.drills()))
            .translate(objects.zones(), providers, placements.values(), this::findings);
    SortedMap<WorkloadId, List<String>> governedBy = new TreeMap<>();
    List<Workload> workloads = workloads(around(providers, zones), placements, governedBy);
    problems.sort(Comparator.comparing(Problem::object).thenComparing(Problem::path));
    return new Translation(
            new Estate(
                now,
                List.copyOf(providers.values()),
                List.copyOf(zones.values()),
                workloads,
                List.copyOf(placements.values()),
                RoundTrips.observed(objects.zones())),
            problems,
            notes,
            waivers.standings(),
            governedBy,
            namespaceRules(),
            breakGlass.standings())
        .joining(nodes.joinsUntil());
  }

  /** What holds in a governed namespace whatever a workload says of itself. */
  private SortedMap<String, List<BoundRule>> namespaceRules() {
    SortedMap<String, List<BoundRule>> rules = new TreeMap<>();
    for (Namespace object : objects.namespaces()) {
      String name = object.getMetadata().getName();
      if (GovernedNamespaces.level(object) != null) {
        rules.put(
            name,
            governance.of(name, namespaces.dataClasses(name), List.of(), findings(object)).rules());
      }
    }
    return rules;
  }

  private Map<String, Provider> providers() {
    Map<String, Provider> providers = new TreeMap<>();
    LocalDate today = LocalDate.ofInstant(now, ZoneRule.PARIS);
    for (CloudProvider object : objects.providers()) {
      providers.putIfAbsent(
          object.getMetadata().getName(),
          ProviderTranslator.translate(object, today, observed.readOn(), findings(object)));
    }
    return providers;
  }

  private ReferableNames around(Map<String, Provider> providers, Map<String, Zone> zones) {
    TreeSet<String> regions = new TreeSet<>();
    TreeSet<String> hazards = new TreeSet<>();
    for (Zone zone : zones.values()) {
      regions.add(zone.region());
      hazards.addAll(zone.failureDomains().keySet());
    }
    return new ReferableNames(
        namespaces,
        governance,
        waivers,
        breakGlass,
        priorities,
        sources,
        new Exposures(objects.services(), objects.ingresses(), new GatewayRoutes(objects.routes())),
        new ExternalNames(objects.services()),
        new TreeSet<>(zones.keySet()),
        labels(zones),
        zones(zones, AvailabilityZoneSpec.Target::elsewhere),
        zones(zones, target -> target.karmada() != null),
        zones(zones, target -> target.openClusterManagement() != null),
        new TreeMap<>(providers),
        regions,
        hazards);
  }

  private SortedSet<String> zones(
      Map<String, Zone> zones, Predicate<AvailabilityZoneSpec.Target> which) {
    TreeSet<String> some = new TreeSet<>();
    for (AvailabilityZone object : objects.zones()) {
      if (zones.containsKey(object.getMetadata().getName())
          && object.getSpec() != null
          && object.getSpec().target() != null
          && which.test(object.getSpec().target())) {
        some.add(object.getMetadata().getName());
      }
    }
    return some;
  }

  private Map<String, ZoneLabels> labels(Map<String, Zone> zones) {
    Map<String, Map<String, String>> selectors = new TreeMap<>();
    for (AvailabilityZone object : objects.zones()) {
      if (zones.containsKey(object.getMetadata().getName())
          && object.getSpec() != null
          && object.getSpec().target() != null) {
        selectors.putIfAbsent(object.getMetadata().getName(), object.getSpec().target().ownNodes());
      }
    }
    return ZoneLabels.of(selectors, objects.nodes());
  }

  private List<Workload> workloads(
      ReferableNames around,
      Map<WorkloadId, Placement> placements,
      SortedMap<WorkloadId, List<String>> governedBy) {
    Map<WorkloadId, Workload> workloads = new TreeMap<>();
    NamespaceNotes told = new NamespaceNotes();
    List<RememberedWorkloads.Read> reads =
        memory.workloads.read(objects.workloads(), around, placements.keySet());
    DeploymentClaims claims = DeploymentClaims.of(objects.workloads(), reads, placements.keySet());
    for (int i = 0; i < reads.size(); i++) {
      RememberedWorkloads.Read read = reads.get(i);
      problems.addAll(read.problems());
      notes.addAll(read.notes());
      WorkloadTranslator.Translated one = read.translated();
      if (one == null) {
        continue;
      }
      Workload workload = one.workload();
      String namespace = workload.id().namespace();
      boolean open = served.test(namespace);
      told.of(namespace, namespaces.isKnown(namespace), open);
      String holder = claims.holder(objects.workloads().get(i));
      if (holder != null) {
        DeploymentClaims.block(holder, findings(objects.workloads().get(i)));
      }
      if (read.blocked() || holder != null) {
        // What runs keeps its room and its reserve until the object is fixed.
        if (placements.containsKey(workload.id())) {
          workloads.putIfAbsent(workload.id(), workload.frozen());
        }
        continue;
      }
      governedBy.put(workload.id(), one.policies());
      told.of(workload, one.policies());
      workloads.putIfAbsent(workload.id(), open ? workload : workload.frozen());
    }
    notes.addAll(told.all());
    return List.copyOf(workloads.values());
  }

  private Findings findings(HasMetadata object) {
    return new Findings(ObjectRef.of(object), problems, notes);
  }
}
