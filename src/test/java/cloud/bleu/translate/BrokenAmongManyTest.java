package cloud.bleu.translate;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.object.ApiObjects;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * 5,000 workloads, of which 50 are broken in 50 ways, beside 22 broken objects of other kinds, as
 * an API server with an older schema may hold them: 4,950 are decided as if the others were not
 * there, and each of the others says where it is wrong and what to do.
 */
class BrokenAmongManyTest {
  private static final int ALL = 5_000;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static final String AROUND =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: acme}
      spec: {displayName: Acme}
      """
          + Stream.of("east", "north", "south", "west")
              .map(
                  zone ->
                      """
                      ---
                      apiVersion: placement.bleu.cloud/v1alpha1
                      kind: AvailabilityZone
                      metadata: {name: %1$s}
                      spec:
                        provider: acme
                        region: r
                        site: site-%1$s
                        location: {country: FR}
                        capacity: {cpu: 9000, memory: 64Ti, pods: 20000}
                        target: {nodeSelector: {zone: %1$s}}
                      """
                          .formatted(zone))
              .reduce("", String::concat);

  /** The field that a person reads of, and what the spec says instead of what is sound. */
  private static final List<String> BROKEN =
      """
      spec.replicas                                        | replicas: -1
      spec.replicas                                        | replicas: 100001
      spec.replicas                                        | {replicas: 1000, workload: {external: {requests: {memory: 1Ei}}}}
      spec.dataClasses                                     | dataClasses: []
      spec.dataClasses[0]                                  | dataClasses: [Helth]
      spec.dataClasses[1]                                  | dataClasses: [Ordinary, ""]
      spec.layers[0]                                       | layers: [Iaas]
      spec.workload                                        | workload: {}
      spec.workload                                        | workload: {external: {requests: {cpu: "1"}}, deploymentRef: {name: web}}
      spec.workload.deploymentRef.name                     | workload: {deploymentRef: {name: nowhere}}
      spec.workload.deployment.template.spec.containers    | workload: {deployment: {template: {spec: {}}}}
      spec.workload.pods.selector                          | workload: {pods: {selector: {}, requests: {cpu: "1"}}}
      spec.workload.pods.selector.matchExpressions[0].key  | workload: {pods: {selector: {matchExpressions: [{operator: Exists}]}, requests: {cpu: "1"}}}
      spec.workload.pods.selector.matchExpressions[0].operator | workload: {pods: {selector: {matchExpressions: [{key: app}]}, requests: {cpu: "1"}}}
      spec.workload.pods.selector.matchExpressions[0].operator | workload: {pods: {selector: {matchExpressions: [{key: app, operator: Is, values: [a]}]}, requests: {cpu: "1"}}}
      spec.workload.pods.selector.matchExpressions[0].values   | workload: {pods: {selector: {matchExpressions: [{key: app, operator: In}]}, requests: {cpu: "1"}}}
      spec.workload.external.requests.cpu                  | workload: {external: {requests: {cpu: lots}}}
      spec.workload.external.requests.cpu                  | workload: {external: {requests: {cpu: "-1"}}}
      spec.workload.external.requests.memory               | workload: {external: {requests: {memory: 99999999Ei}}}
      spec.workload.pods.requests.cpu                      | workload: {pods: {selector: {matchLabels: {a: b}}, requests: {cpu: 1 core}}}
      spec.resilience.spread[0].over                       | resilience: {spread: [{over: Rack, min: 2}]}
      spec.resilience.spread[0].min                        | resilience: {spread: [{over: Zone, min: 0}]}
      spec.resilience.spread[0].max                        | resilience: {spread: [{over: Zone, min: 3, max: 2}]}
      spec.resilience.spread[0].maxSkew                    | resilience: {spread: [{over: Zone, min: 2, maxSkew: 0}]}
      spec.resilience.spread[0].whenUnsatisfiable          | resilience: {spread: [{over: Zone, min: 2, whenUnsatisfiable: Never}]}
      spec.resilience.tolerate[0].of                       | resilience: {tolerate: [{of: Rack}]}
      spec.resilience.tolerate[0].keep                     | resilience: {tolerate: [{of: Zone, keep: half}]}
      spec.resilience.tolerate[0].keep                     | resilience: {tolerate: [{of: Zone, keep: 101%}]}
      spec.resilience.tolerate[0].recover                  | resilience: {tolerate: [{of: Zone, recover: Later}]}
      spec.resilience.tolerate[0].whenUnsatisfiable        | resilience: {tolerate: [{of: Zone, whenUnsatisfiable: Maybe}]}
      spec.resilience.tolerate[0].replication              | resilience: {tolerate: [{of: Zone, replication: Synchronous}]}
      spec.resilience.tolerate[0].replication              | resilience: {tolerate: [{of: Zone, replication: Asynchronous}]}
      spec.resilience.tolerate[0].replication              | resilience: {tolerate: [{of: Zone, replication: Daily}]}
      spec.resilience.failover.after                       | resilience: {failover: {after: soon}}
      spec.resilience.failover.unfenced                    | resilience: {failover: {unfenced: Never}}
      spec.resilience.failover.returnAfter                 | resilience: {failover: {returnAfter: -5m}}
      spec.resilience.replication.maxRoundTrip             | resilience: {replication: {maxRoundTrip: "2"}}
      spec.resilience.replication.minDistanceKm            | resilience: {replication: {minDistanceKm: 30000}}
      spec.resilience.backup.toZones                       | resilience: {backup: {toZones: []}}
      spec.placement.perZone.min                           | placement: {perZone: {min: -1}}
      spec.placement.perZone.max                           | placement: {perZone: {max: 0}}
      spec.placement.perZone.max                           | placement: {perZone: {min: 3, max: 2}}
      spec.placement.weights                               | {placement: {weights: [{zone: east, weight: 1}]}, resilience: {spread: [{over: Zone, min: 2}]}}
      spec.placement.weights[0].weight                     | placement: {weights: [{zone: east, weight: 0}]}
      spec.placement.affinity[0].topology                  | placement: {affinity: [{with: web-0001, topology: Rack}]}
      spec.placement.antiAffinity                          | placement: {affinity: [{with: web-0001, topology: Zone, required: true}], antiAffinity: [{with: web-0001, topology: Zone, required: true}]}
      spec.placement.priorityClassName                     | placement: {priorityClassName: nowhere}
      spec.placement.objective                             | placement: {objective: Speed}
      spec.placement.rebalance.mode                        | placement: {rebalance: {mode: Always}}
      spec.dependencies[1].name                            | dependencies: [{name: db, provider: acme, offering: a}, {name: db, provider: acme, offering: a}]
      spec.residency.countries[0]                          | residency: {countries: [fr]}
      """
          .lines()
          .toList();

  /**
   * The kind, the field, and what the spec says instead of what is sound: a zone that nothing runs
   * in, a provider of no zone, a policy of data that nobody has, a waiver of nothing, and what is
   * in force of no workload.
   */
  private static final List<String> BROKEN_BESIDE =
      """
      AvailabilityZone  | spec.provider                         | provider: nobody
      AvailabilityZone  | spec                                  | region: ""
      AvailabilityZone  | spec                                  | site: ""
      AvailabilityZone  | spec.location.country                 | location: {country: France}
      AvailabilityZone  | spec.location.latitude                | location: {country: FR, latitude: "91", longitude: "2"}
      AvailabilityZone  | spec.state                            | state: Closed
      AvailabilityZone  | spec.capacity.cpu                     | capacity: {cpu: lots}
      AvailabilityZone  | spec.capacity.cpu                     | capacity: {cpu: "-1"}
      AvailabilityZone  | spec.usablePercent                    | usablePercent: 101
      AvailabilityZone  | spec.health.silentAfter               | health: {silentAfter: soon}
      CloudProvider     | spec.legalEntity.registeredOffice     | legalEntity: {name: P, registeredOffice: France}
      CloudProvider     | spec.legalEntity.centralAdministration | legalEntity: {name: P, centralAdministration: "33"}
      SovereigntyPolicy | spec.rules[0].rule                    | rules: [{name: a, rule: nothing, action: Enforce}]
      SovereigntyPolicy | spec.rules[0].action                  | rules: [{name: a, rule: countries, action: Maybe, parameters: {countries: [FR]}}]
      SovereigntyPolicy | spec.rules[0].parameters.countries[0] | rules: [{name: a, rule: countries, action: Enforce, parameters: {countries: [fr]}}]
      SovereigntyPolicy | spec.rules[1].name                    | rules: [{name: a, rule: countries, action: Enforce, parameters: {countries: [FR]}}, {name: a, rule: countries, action: Enforce, parameters: {countries: [BE]}}]
      SovereigntyWaiver | spec.notBefore                        | notBefore: soon
      SovereigntyWaiver | spec.expirationTime                   | expirationTime: later
      SovereigntyWaiver | spec.expirationTime                   | expirationTime: "2026-01-01T00:00:00Z"
      WorkloadPlacement | spec.assignments[0].replicas          | assignments: [{zone: east, replicas: -1, home: 1}]
      WorkloadPlacement | spec.contingency[0].event             | contingency: [{event: rack 7, moves: [], evicts: [], keeps: 0}]
      WorkloadPlacement | spec.contingency[0].moves[0].replicas | contingency: [{event: zone east, moves: [{from: east, to: west, replicas: -1}], evicts: [], keeps: 0}]
      """
          .lines()
          .toList();

  private static final Map<String, String> SOUND =
      Map.of(
          "AvailabilityZone",
          "{provider: acme, region: r, site: s, location: {country: FR}, capacity: {cpu: 9000,"
              + " memory: 64Ti, pods: 20000}, target: {nodeSelector: {zone: other}}}",
          "CloudProvider",
          "{displayName: Other}",
          "SovereigntyPolicy",
          "{appliesTo: {dataClasses: [Health]}, rules: []}",
          "SovereigntyWaiver",
          "{policyRef: none, rule: none, reason: none, workloadRef: {name: other}, notBefore:"
              + " '2026-11-01T00:00:00Z', expirationTime: '2026-12-01T00:00:00Z'}",
          "WorkloadPlacement",
          "{workloadRef: {name: other}, assignments: [], contingency: []}");

  private static final List<String> NAMESPACED = List.of("SovereigntyWaiver", "WorkloadPlacement");

  /** The plan of all takes so much at most of what it takes of sound ones: no search for others. */
  private static final double MOST_ALLOCATED = 1.1;

  @Test
  void fiftyBrokenAmongFiveThousandConcernNobodyElse() {
    ApiObjects around = Unchecked.objects(AROUND);
    List<BleuWorkload> whole = new ArrayList<>();
    List<BleuWorkload> some = new ArrayList<>();
    Map<WorkloadId, String> broken = new TreeMap<>();
    for (int i = 0; i < ALL; i++) {
      BleuWorkload sound = workload(i, Map.of());
      whole.add(sound);
      if (i % 100 == 50) {
        String[] row = BROKEN.get(i / 100).split(" *\\| *", 2);
        some.add(workload(i, Serialization.unmarshal("---\n" + row[1], Map.class)));
        broken.put(ObjectRef.workload(sound), row[0]);
      } else {
        some.add(sound);
      }
    }
    assertEquals(50, broken.size());
    List<BleuWorkload> rest = new ArrayList<>(some);
    rest.removeIf(w -> broken.containsKey(ObjectRef.workload(w)));

    Plan alone = decided(around, rest);
    assertEquals(ALL, decided(around, whole).decisions().stream().filter(Decision::placed).count());
    long ofWhole = allocated(() -> decided(around, whole));
    long ofSome = allocated(() -> decided(around, some));
    assertTrue(ofSome <= MOST_ALLOCATED * ofWhole, ofSome + " bytes, and " + ofWhole + " of all");

    ApiObjects beside = Unchecked.objects(AROUND + broken(BROKEN_BESIDE));
    Translation translation = translated(beside, some);
    Plan plan = Planner.decisions(translation.estate());
    assertEquals(ALL - 50, plan.decisions().stream().filter(Decision::placed).count());
    assertEquals(
        alone.decisions().stream().map(BrokenAmongManyTest::decided).toList(),
        plan.decisions().stream().map(BrokenAmongManyTest::decided).toList());
    Map<ObjectRef, String> paths = new LinkedHashMap<>();
    broken.forEach(
        (id, path) -> paths.put(new ObjectRef("BleuWorkload", id.namespace(), id.name()), path));
    for (int i = 0; i < BROKEN_BESIDE.size(); i++) {
      String[] row = BROKEN_BESIDE.get(i).split(" *\\| *", 3);
      String namespace = NAMESPACED.contains(row[0]) ? "shop" : null;
      paths.put(new ObjectRef(row[0], namespace, "other-" + i), row[1]);
    }
    assertAll(paths.entrySet().stream().map(e -> told(translation, e.getKey(), e.getValue())));
    for (Problem problem : translation.problems()) {
      assertTrue(paths.containsKey(problem.object()), problem.toString());
    }
  }

  /** All but the broken zones, of which each decision says that they take nothing. */
  private static List<Object> decided(Decision decision) {
    List<String> rejected = new ArrayList<>(decision.rejected().keySet());
    rejected.removeIf(zone -> zone.startsWith("other-"));
    return List.of(
        decision.id(),
        decision.outcome(),
        decision.cause(),
        decision.assignments(),
        decision.contingency(),
        decision.tolerates(),
        decision.shortfalls(),
        rejected);
  }

  /** As manifests, with a name for each. */
  private static String broken(List<String> rows) {
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      String[] row = rows.get(i).split(" *\\| *", 3);
      Map<String, Object> spec = fields(SOUND.get(row[0]));
      spec.putAll(fields(row[2]));
      yaml.append("---\napiVersion: placement.bleu.cloud/v1alpha1\nkind: ")
          .append(row[0])
          .append("\nmetadata: {name: other-")
          .append(i)
          .append(NAMESPACED.contains(row[0]) ? ", namespace: shop" : "")
          .append("}\nspec: ")
          .append(Serialization.asJson(spec))
          .append("\n");
    }
    return yaml.toString();
  }

  private static Map<String, Object> fields(String yaml) {
    return Serialization.unmarshal("---\n" + yaml, new TypeReference<>() {});
  }

  /** It is said of the object itself, of this field, with what to do; and it is not used. */
  private static Executable told(Translation translation, ObjectRef object, String path) {
    return () -> {
      List<Problem> problems = translation.problemsOf(object);
      List<Problem> here = problems.stream().filter(p -> p.path().equals(path)).toList();
      assertEquals(1, here.size(), object + " " + path + ": " + problems);
      assertTrue(here.get(0).blocking(), here.toString());
      assertFalse(here.get(0).advice().isEmpty() && !here.get(0).what().contains("; "), path);
    };
  }

  private static Plan decided(ApiObjects around, List<BleuWorkload> workloads) {
    return Planner.decisions(translated(around, workloads).estate());
  }

  private static Translation translated(ApiObjects around, List<BleuWorkload> workloads) {
    return EstateTranslator.translate(
        ApiObjects.NONE
            .with(CloudProvider.class, around.providers())
            .with(AvailabilityZone.class, around.zones())
            .with(SovereigntyPolicy.class, around.policies())
            .with(SovereigntyWaiver.class, around.waivers())
            .with(BleuWorkload.class, workloads)
            .with(WorkloadPlacement.class, around.placements())
            .with(Namespace.class, around.namespaces())
            .with(PriorityClass.class, around.priorityClasses())
            .with(Node.class, around.nodes())
            .with(Pod.class, around.pods())
            .with(Deployment.class, around.deployments()),
        NOW,
        Map.of());
  }

  /** Bytes that this thread takes for some work: the same whatever else runs. */
  private static long allocated(Runnable work) {
    com.sun.management.ThreadMXBean thread =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long begin = thread.getCurrentThreadAllocatedBytes();
    work.run();
    return thread.getCurrentThreadAllocatedBytes() - begin;
  }

  private static BleuWorkload workload(int number, Map<String, ?> instead) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("replicas", 2);
    spec.put("dataClasses", List.of("Ordinary"));
    spec.put("workload", Map.of("external", Map.of("requests", Map.of("cpu", "1"))));
    spec.putAll(instead);
    String name = "web-%04d".formatted(number);
    return MAPPER.convertValue(
        Map.of(
            "apiVersion",
            "placement.bleu.cloud/v1alpha1",
            "kind",
            "BleuWorkload",
            "metadata",
            Map.of("name", name, "namespace", "shop"),
            "spec",
            spec),
        BleuWorkload.class);
  }
}
