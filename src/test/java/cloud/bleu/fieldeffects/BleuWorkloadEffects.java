package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.AvailabilityZoneEffects.standing;
import static cloud.bleu.fieldeffects.CloudProviderEffects.rule;
import static cloud.bleu.fieldeffects.Decided.contingency;
import static cloud.bleu.fieldeffects.Decided.external;
import static cloud.bleu.fieldeffects.Decided.problem;
import static cloud.bleu.fieldeffects.Decided.reason;
import static cloud.bleu.fieldeffects.Decided.rejected;
import static cloud.bleu.fieldeffects.Decided.zones;
import static cloud.bleu.fieldeffects.Delivered.child;
import static cloud.bleu.fieldeffects.Delivered.companions;
import static cloud.bleu.fieldeffects.Delivered.referenceReplicas;
import static cloud.bleu.fieldeffects.Row.row;

import java.util.ArrayList;
import java.util.List;

/** What the fields of a BleuWorkload do that say what to run and where it may. */
final class BleuWorkloadEffects {
  private static final String WEB = "BleuWorkload/web";
  private static final String POLICY = "SovereigntyPolicy/p";
  private static final String POD =
      "{spec: {containers: [{name: main, image: %s, resources: {requests: {cpu: %s, memory: 1Gi}}}]}}";

  private BleuWorkloadEffects() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    sources(rows);
    governance(rows);
    dependencies(rows);
    residency(rows);
    rows.add(
        row("spec.replicas")
            .edit(WEB, "{spec: {replicas: 6}}")
            .see(zones("web"), "a=1 b=1 c=1", "a=2 b=2 c=2"));
    rows.add(
        row("spec.suspend")
            .given(
                "WorkloadPlacement/web", standing("{zone: a, replicas: 1}, {zone: b, replicas: 1}"))
            .edit(WEB, "{spec: {suspend: true}}")
            .see(zones("web"), "a=1 b=1 c=1", "a=1 b=1 -1"));
    // What was decided stays in force, the evacuation plan too, even where now another is asked.
    rows.add(
        row("spec.suspend")
            .given(
                "WorkloadPlacement/web",
                "{metadata: {namespace: shop}, spec: {workloadRef: {name: web}, assignments: [{zone: a, replicas: 3}],"
                    + " contingency: [{event: zone a, keeps: 0, moves: [{from: a, to: b, replicas: 3}]}]}}")
            .given(WEB, "{spec: {resilience: {tolerate: [{of: Region, recover: None}]}}}")
            .edit(WEB, "{spec: {suspend: true}}")
            .see(
                contingency("web"),
                "region north: keeps 0; zone a: keeps 0",
                "zone a: a>b 3, keeps 0"));
    return rows;
  }

  private static void sources(List<Row> rows) {
    String workload = "spec.workload.";
    rows.add(
        row(workload + "deployment.template")
            .edit(WEB, deployment(POD.formatted("other:2", "1")))
            .see(child("a", "/spec/template/spec/containers/0/image"), "none", "other:2"));
    rows.add(
        row(workload + "deployment.template")
            .edit(WEB, deployment(POD.formatted("none", "6")))
            .see(zones("web"), "a=1 b=1 c=1", "-3"));
    rows.add(
        row(workload + "deployment.minReadySeconds")
            .edit(WEB, "{spec: {workload: {deployment: {minReadySeconds: 7}}}}")
            .see(child("a", "/spec/minReadySeconds"), "0", "7"));
    rows.add(
        row(workload + "deployment.progressDeadlineSeconds")
            .edit(WEB, "{spec: {workload: {deployment: {progressDeadlineSeconds: 7}}}}")
            .see(child("a", "/spec/progressDeadlineSeconds"), "600", "7"));
    String recreate = "{spec: {workload: {deployment: {strategy: {type: Recreate}}}}}";
    rows.add(
        row(workload + "deployment.strategy.type")
            .edit(WEB, recreate)
            .see(child("a", "/spec/strategy/type"), "RollingUpdate", "Recreate"));
    // A rollout that starts no replica more needs no room for one.
    rows.add(
        row(workload + "deployment.strategy.type")
            .given(WEB, deployment(POD.formatted("none", "6")))
            .edit(WEB, recreate)
            .see(zones("web"), "-3", "a=1 b=1 c=1"));
    String companions = "{spec: {workload: {companions: [{kind: %s, name: %s}]}}}";
    rows.add(
        row(workload + "companions[].kind")
            .given(WEB, companions.formatted("ConfigMap", "web"))
            .edit(WEB, companions.formatted("Secret", "web"))
            .see(companions(), "ConfigMap web", "Secret web"));
    rows.add(
        row(workload + "companions[].name")
            .given(WEB, companions.formatted("ConfigMap", "web"))
            .edit(WEB, companions.formatted("ConfigMap", "other"))
            .see(companions(), "ConfigMap web", "ConfigMap other"));
    String stateful =
        "{spec: {workload: {deployment: null, statefulSet: {%s, template: " + POD + "}}}}";
    rows.add(
        row(workload + "statefulSet.template")
            .given(WEB, stateful.formatted("serviceName: web", "none", "1"))
            .edit(WEB, stateful.formatted("serviceName: web", "other:2", "1"))
            .see(child("a", "/spec/template/spec/containers/0/image"), "none", "other:2"));
    rows.add(
        row(workload + "statefulSet.serviceName")
            .given(WEB, stateful.formatted("serviceName: web", "none", "1"))
            .edit(WEB, stateful.formatted("serviceName: db", "none", "1"))
            .see(child("a", "/spec/serviceName"), "web", "db"));
    rows.add(
        row(workload + "statefulSet.podManagementPolicy")
            .given(WEB, stateful.formatted("serviceName: web", "none", "1"))
            .edit(WEB, stateful.formatted("podManagementPolicy: Parallel", "none", "1"))
            .see(child("a", "/spec/podManagementPolicy"), "OrderedReady", "Parallel"));
    rows.add(
        row(workload + "statefulSet.minReadySeconds")
            .given(WEB, stateful.formatted("serviceName: web", "none", "1"))
            .edit(WEB, stateful.formatted("minReadySeconds: 7", "none", "1"))
            .see(child("a", "/spec/minReadySeconds"), "0", "7"));
    String claims =
        "volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce]}}]";
    rows.add(
        row(workload + "statefulSet.volumeClaimTemplates[]")
            .given(WEB, stateful.formatted("serviceName: web", "none", "1"))
            .edit(WEB, stateful.formatted(claims, "none", "1"))
            .see(child("a", "/spec/volumeClaimTemplates/0/metadata/name"), "", "data"));
    rows.add(
        row(workload + "statefulSet.volumeClaimTemplates[]")
            .given(WEB, stateful.formatted("serviceName: web", "none", "1"))
            .given(WEB, "{spec: {resilience: {tolerate: [{of: Site}]}}}")
            .edit(WEB, stateful.formatted(claims, "none", "1"))
            .see(reason("web"), "", "DataBound"));
    String former = "formerOrdinals: [{zone: %s, ordinalsStart: %d, ordinals: %d}], " + claims;
    rows.add(
        row(workload + "statefulSet.formerOrdinals[].zone")
            .given(WEB, stateful.formatted(former.formatted("b", 0, 3), "none", "1"))
            .edit(WEB, stateful.formatted(former.formatted("c", 0, 3), "none", "1"))
            .see(zones("web"), "b=3", "c=3"));
    rows.add(
        row(workload + "statefulSet.formerOrdinals[].ordinals")
            .given(WEB, stateful.formatted(former.formatted("b", 0, 1), "none", "1"))
            .edit(WEB, stateful.formatted(former.formatted("b", 0, 2), "none", "1"))
            .see(zones("web"), "a=1 b=1 c=1", "a=1 b=2"));
    rows.add(
        row(workload + "statefulSet.formerOrdinals[].ordinalsStart")
            .given(WEB, stateful.formatted(former.formatted("b", 0, 2), "none", "1"))
            .edit(WEB, stateful.formatted(former.formatted("b", 300_000, 2), "none", "1"))
            .see(Chained.secondStart(), "0", "300000"));
    rows.add(
        row("spec.resilience.abandonVolumesIn[]")
            .given(WEB, stateful.formatted(claims, "none", "1"))
            .given("WorkloadPlacement/web", standing("{zone: a, replicas: 0, home: 3}"))
            .given("AvailabilityZone/a", "{spec: {state: Cordoned}}")
            .edit(WEB, "{spec: {resilience: {abandonVolumesIn: [a]}}}")
            .see(zones("web"), "-3", "b=2 c=1"));
    rows.add(
        referring(row(workload + "deploymentRef.name"))
            .edit(WEB, "{spec: {workload: {deploymentRef: {name: new}}}}")
            .see(child("a", "/spec/template/spec/containers/0/image"), "old", "new"));
    rows.add(
        referring(row(workload + "deploymentRef.scaleDown"))
            .edit(WEB, "{spec: {workload: {deploymentRef: {scaleDown: Never}}}}")
            .see(referenceReplicas("old"), "0", "2"));
    rows.add(
        realised(row(workload + "external.kind"))
            .edit("BleuWorkload/vm", "{spec: {workload: {external: {kind: SaaS}}}}")
            .see(
                external("Available"),
                "another controller realises this VM; nothing of it is observed",
                "another controller realises this SaaS; nothing of it is observed"));
    rows.add(
        realised(row(workload + "external.requests{}"))
            .edit("BleuWorkload/vm", "{spec: {workload: {external: {requests: {cpu: 11}}}}}")
            .see(zones("vm"), "a=1", "-1"));
    rows.add(
        carried(row(workload + "karmada.bindingOf.name"))
            .edit(WEB, "{spec: {workload: {karmada: {bindingOf: {name: new}}}}}")
            .see(zones("web"), "a=3", "-3"));
    rows.add(
        carried(row(workload + "karmada.bindingOf.kind"))
            .edit(WEB, "{spec: {workload: {karmada: {bindingOf: {kind: DaemonSet}}}}}")
            .see(problem("unknown value"), "", "unknown value"));
    others(rows, workload + "pods.");
  }

  /** Karmada carries web out, in zone a alone. */
  private static Row.Draft carried(Row.Draft draft) {
    String deployment =
        "{metadata: {namespace: shop}, spec: {selector: {matchLabels: {app: x}}, template: {metadata:"
            + " {labels: {app: x}}, "
            + POD.substring(1)
            + "}}";
    return draft
        .given(
            "AvailabilityZone/a", "{spec: {target: {nodeSelector: null, karmada: {cluster: fc}}}}")
        .given("Deployment/old", deployment.formatted("old", "1"))
        .given("Deployment/new", deployment.formatted("new", "4"))
        .given(
            WEB,
            "{spec: {workload: {deployment: null, karmada: {bindingOf: {kind: Deployment, name:"
                + " old}}}}}");
  }

  private static void others(List<Row> rows, String pods) {
    String job = "BleuWorkload/nightly";
    String given =
        "{metadata: {namespace: shop}, spec: {dataClasses: [Ordinary], workload: {pods: {selector: {matchLabels: {app:"
            + " nightly}}, requests: {cpu: 1}}}}}";
    String expression =
        "{spec: {workload: {pods: {selector: {matchLabels: null, matchExpressions: [{key: app, operator: In, values:"
            + " [nightly]}]}}}}}";
    rows.add(
        row(pods + "requests{}")
            .given(job, given)
            .edit(job, "{spec: {workload: {pods: {requests: {cpu: 11}}}}}")
            .see(zones("nightly"), "a=1", "-1"));
    rows.add(
        row(pods + "selector.matchLabels{}")
            .given(job, given)
            .edit(job, "{spec: {workload: {pods: {selector: {matchLabels: {app: weekly}}}}}}")
            .see(GateOthersEffects.selected(), "waits for its zone", "refused"));
    String[][] edits = {
      {"key", "key: app", "key: job"},
      {"operator", "operator: In", "operator: NotIn"},
      {"values[]", "[nightly]", "[weekly]"}
    };
    for (String[] edit : edits) {
      rows.add(
          row(pods + "selector.matchExpressions[]." + edit[0])
              .given(job, given)
              .given(job, expression)
              .edit(job, expression.replace(edit[1], edit[2]))
              .see(GateOthersEffects.selected(), "waits for its zone", "refused"));
    }
  }

  private static String deployment(String template) {
    return "{spec: {workload: {deployment: {template: " + template + "}}}}";
  }

  private static Row.Draft referring(Row.Draft draft) {
    String deployment =
        "{metadata: {namespace: shop}, spec: {replicas: 2, selector: {matchLabels: {app: x}}, template: {metadata:"
            + " {labels: {app: x}}, "
            + POD.substring(1)
            + "}}";
    return draft
        .given("Deployment/old", deployment.formatted("old", "1"))
        .given("Deployment/new", deployment.formatted("new", "1"))
        .given(WEB, "{spec: {workload: {deployment: null, deploymentRef: {name: old}}}}");
  }

  private static Row.Draft realised(Row.Draft draft) {
    return draft.given(
        "BleuWorkload/vm",
        "{metadata: {namespace: shop}, spec: {dataClasses: [Ordinary], workload: {external: {kind: VM, requests: {cpu:"
            + " 1}}}}}");
  }

  private static void governance(List<Row> rows) {
    rows.add(
        row("spec.layers[]")
            .given(POLICY, rule("rule: layers-covered"))
            .given(WEB, "{spec: {layers: [CaaS]}}")
            .edit(WEB, "{spec: {layers: [SaaS]}}")
            .see(rejected("a"), "", "LayerNotOffered"));
    rows.add(
        row("spec.services[]")
            .edit(WEB, "{spec: {services: [base.database]}}")
            .see(rejected("a"), "", "ServiceNotOffered"));
    rows.add(
        row("spec.dataClasses[]")
            .given(
                POLICY,
                "{spec: {appliesTo: {dataClasses: [Health]}, rules: [{name: r, rule: data-location, parameters:"
                    + " {countries: [DE]}}]}}")
            .edit(WEB, "{spec: {dataClasses: [Health]}}")
            .see(rejected("a"), "", "CountryNotAccepted"));
    rows.add(
        row("spec.policies[]")
            .given(
                POLICY,
                "{spec: {appliesTo: {dataClasses: [Health]}, rules: [{name: r, rule: data-location, parameters:"
                    + " {countries: [DE]}}]}}")
            .edit(WEB, "{spec: {policies: [p]}}")
            .see(rejected("a"), "", "CountryNotAccepted"));
  }

  private static void dependencies(List<Row> rows) {
    String path = "spec.dependencies[].";
    String acme = "name: d, provider: acme, offering: base, services: [base.compute]";
    rows.add(
        row(path + "name")
            .edit(WEB, relying("name: d, provider: nobody, offering: base"))
            .see(rejected("a"), "", "DependencyUnknown"));
    rows.add(
        row(path + "provider")
            .given(
                "CloudProvider/usa",
                "{spec: {legalEntity: {name: U, registeredOffice: US}, offerings: [{name: base, layers: [SaaS], services: [base.compute]}]}}")
            .given(POLICY, rule("rule: seat-in-eu"))
            .given(WEB, relying(acme))
            .edit(WEB, relying(acme.replace("acme", "usa")))
            .see(rejected("a"), "", "DependencyRefused"));
    rows.add(
        row(path + "offering")
            .given(WEB, relying(acme))
            .edit(WEB, relying(acme.replace("offering: base", "offering: other")))
            .see(rejected("a"), "", "DependencyUnknown"));
    rows.add(
        row(path + "services[]")
            .given(WEB, relying(acme))
            .edit(WEB, relying(acme.replace("base.compute", "base.mail")))
            .see(rejected("a"), "", "DependencyRefused"));
    rows.add(
        row(path + "identity")
            .given(POLICY, rule("rule: dependencies-declared"))
            .given(
                WEB,
                deployment(
                    POD.formatted(
                        "none, env: [{name: SSO, value: 'https://login.sovcloud-identity.fr'}]",
                        "1")))
            .given(WEB, relying(acme + ", identity: true"))
            .edit(WEB, relying(acme + ", identity: false"))
            .see(rejected("a"), "", "DependencyNotDeclared"));
    // Silence is not the same as nothing.
    rows.add(
        row(path + "name")
            .given(POLICY, rule("rule: dependencies-declared"))
            .edit(WEB, "{spec: {dependencies: []}}")
            .see(rejected("a"), "DependenciesNotStated", ""));
  }

  private static String relying(String dependency) {
    return "{spec: {dependencies: [{" + dependency + "}]}}";
  }

  private static void residency(List<Row> rows) {
    rows.add(
        row("spec.residency.countries[]")
            .edit(WEB, "{spec: {residency: {countries: [DE]}}}")
            .see(rejected("a"), "", "CountryNotAllowed"));
    list(rows, "providers", "acme", "Provider");
    list(rows, "regions", "north", "Region");
    list(rows, "zones", "a", "Zone");
    rows.add(
        row("spec.residency.keyCustody[]")
            .given(
                WEB,
                deployment(
                    POD.formatted("none", "1")
                        .replace(
                            "}]}}",
                            "}], volumes: [{name: d, ephemeral: {volumeClaimTemplate: {spec: {storageClassName: fast}}}}]}}")))
            .given(
                "AvailabilityZone/a",
                "{spec: {storage: {classes: [{name: fast, encrypted: true, keyCustody: Provider}]}}}")
            .given(WEB, "{spec: {residency: {keyCustody: [Provider]}}}")
            .edit(WEB, "{spec: {residency: {keyCustody: [CustomerExternal]}}}")
            .see(rejected("a"), "", "KeyCustodyNotAccepted"));
    rows.add(
        row("spec.residency.registries[]")
            .given(WEB, "{spec: {residency: {registries: [docker.io]}}}")
            .edit(WEB, "{spec: {residency: {registries: [registry.example]}}}")
            .see(rejected("a"), "", "RegistryNotAllowed"));
  }

  /** In a's place another name is allowed, or a's is denied. */
  private static void list(List<Row> rows, String field, String ofA, String kind) {
    rows.add(
        row("spec.residency." + field + ".allow[]")
            .edit(WEB, "{spec: {residency: {" + field + ": {allow: [other]}}}}")
            .see(rejected("a"), "", kind + "NotAllowed"));
    rows.add(
        row("spec.residency." + field + ".deny[]")
            .edit(WEB, "{spec: {residency: {" + field + ": {deny: [" + ofA + "]}}}}")
            .see(rejected("a"), "", kind + "Denied"));
  }
}
