package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.CloudProviderEffects.rule;
import static cloud.bleu.fieldeffects.Decided.rejected;
import static cloud.bleu.fieldeffects.Delivered.egressGaps;
import static cloud.bleu.fieldeffects.Delivered.networkPolicy;
import static cloud.bleu.fieldeffects.Row.row;

import java.util.ArrayList;
import java.util.List;

/** What the fields do that say what goes out and what comes in. */
final class TrafficEffects {
  private static final String WEB = "BleuWorkload/web";
  private static final String POLICY = "SovereigntyPolicy/p";
  private static final String A = "AvailabilityZone/a";

  /** The first rule is DNS. */
  private static final String PEER = "/spec/egress/1/to/0/";

  private static final String PORT = "/spec/egress/1/ports/0/";

  private TrafficEffects() {}

  static List<Row> ofWorkloads() {
    List<Row> rows = new ArrayList<>();
    services(rows);
    pods(rows);
    outside(rows);
    ports(rows);
    String acme = "name: d, provider: acme, offering: base, ingress: ";
    rows.add(
        row("spec.dependencies[].ingress")
            .given(POLICY, rule("rule: ingress-declared"))
            .given(
                "Service/front",
                "{metadata: {namespace: shop}, spec: {type: LoadBalancer, selector: {placement.bleu.cloud/workload: web}}}")
            .given(WEB, "{spec: {dependencies: [{" + acme + "true}]}}")
            .edit(WEB, "{spec: {dependencies: [{" + acme + "false}]}}")
            .see(rejected("a"), "", "IngressNotDeclared"));
    return rows;
  }

  static List<Row> ofZones() {
    List<Row> rows = new ArrayList<>();
    rows.add(
        row("spec.egress.bootstrap[]")
            .given(
                POLICY, rule("rule: egress-declared, parameters: {bootstrap: [packages.example]}"))
            .given(WEB, "{spec: {residency: {egress: []}}}")
            .given(A, "{spec: {egress: {bootstrap: [packages.example]}}}")
            .edit(A, "{spec: {egress: {bootstrap: [telemetry.example]}}}")
            .see(rejected("a"), "", "BootstrapNotAllowed"));
    // Nothing is not the same as silence.
    rows.add(
        row("spec.egress.bootstrap[]")
            .given(POLICY, rule("rule: egress-declared"))
            .given(WEB, "{spec: {residency: {egress: []}}}")
            .edit(A, "{spec: {egress: {bootstrap: []}}}")
            .see(rejected("a"), "BootstrapUnknown", ""));
    rows.addAll(
        ProvenanceRows.of(
            "spec.egress.provenance",
            A,
            d -> d.given(A, "{spec: {egress: {bootstrap: [packages.example]}}}"),
            p -> "{spec: {egress: {provenance: " + p + "}}}"));
    return rows;
  }

  private static String egress(String entry) {
    return "{spec: {residency: {egress: [{" + entry + "}]}}}";
  }

  private static void services(List<Row> rows) {
    String path = "spec.residency.egress[].";
    String service =
        "{metadata: {namespace: %s}, spec: {selector: {app: %s}, ports: [{port: 80, targetPort: 8080}]}}";
    rows.add(
        row(path + "to.service.name")
            .given("Service/db", service.formatted("shop", "db"))
            .given("Service/queue", service.formatted("shop", "queue"))
            .given(WEB, egress("name: x, to: {service: {name: db}}"))
            .edit(WEB, egress("name: x, to: {service: {name: queue}}"))
            .see(networkPolicy(PEER + "podSelector/matchLabels/app"), "db", "queue"));
    rows.add(
        row(path + "to.service.namespace")
            .given("Service/db", service.formatted("other", "db"))
            .given(WEB, egress("name: x, to: {service: {name: db}}"))
            .edit(WEB, egress("name: x, to: {service: {name: db, namespace: other}}"))
            .see(
                egressGaps(),
                "egress x: there is no Service shop/db, so nothing is opened to it: create it or correct the name",
                ""));
    rows.add(
        row(path + "name")
            .given(WEB, egress("name: x, to: {host: api.example}"))
            .edit(WEB, egress("name: y, to: {host: api.example}"))
            .see(world -> egressGaps().of(world).replaceAll(":.*", ""), "egress x", "egress y"));
  }

  private static void pods(List<Row> rows) {
    String path = "spec.residency.egress[].to.pods.";
    String pods = "name: x, to: {pods: {%s}}";
    rows.add(
        row(path + "namespace")
            .given(WEB, egress(pods.formatted("selector: {}")))
            .edit(WEB, egress(pods.formatted("selector: {}, namespace: other")))
            .see(
                networkPolicy(PEER + "namespaceSelector/matchLabels/kubernetes.io~1metadata.name"),
                "shop",
                "other"));
    rows.add(
        row(path + "selector.matchLabels{}")
            .given(WEB, egress(pods.formatted("selector: {matchLabels: {app: a}}")))
            .edit(WEB, egress(pods.formatted("selector: {matchLabels: {app: b}}")))
            .see(networkPolicy(PEER + "podSelector/matchLabels/app"), "a", "b"));
    String expressions = "selector: {matchExpressions: [{key: %s, operator: %s, values: [%s]}]}";
    String[][] edits = {
      {"key", "tier", "In", "a"}, {"operator", "app", "NotIn", "a"}, {"values[]", "app", "In", "b"}
    };
    for (String[] edit : edits) {
      String field = edit[0].replace("[]", "/0");
      int at = edit[0].equals("key") ? 1 : edit[0].equals("operator") ? 2 : 3;
      rows.add(
          row(path + "selector.matchExpressions[]." + edit[0])
              .given(WEB, egress(pods.formatted(expressions.formatted("app", "In", "a"))))
              .edit(WEB, egress(pods.formatted(expressions.formatted(edit[1], edit[2], edit[3]))))
              .see(
                  networkPolicy(PEER + "podSelector/matchExpressions/0/" + field),
                  new String[] {"app", "In", "a"}[at - 1],
                  edit[at]));
    }
  }

  private static void outside(List<Row> rows) {
    String path = "spec.residency.egress[].to.";
    rows.add(
        row(path + "cidr")
            .given(WEB, egress("name: x, to: {cidr: 10.20.0.0/16}"))
            .edit(WEB, egress("name: x, to: {cidr: 10.30.0.0/16}"))
            .see(networkPolicy(PEER + "ipBlock/cidr"), "10.20.0.0/16", "10.30.0.0/16"));
    rows.add(
        row(path + "host")
            .given(POLICY, rule("rule: egress-declared, parameters: {requireBootstrap: false}"))
            .given(WEB, egress("name: x, to: {host: api.example}"))
            .edit(WEB, egress("name: x, to: {host: '*'}"))
            .see(rejected("a"), "", "EgressAnywhere"));
    rows.add(
        row(path + "host")
            .given(POLICY, rule("rule: dependencies-declared"))
            .given(WEB, "{spec: {dependencies: []}}")
            .given(WEB, egress("name: x, to: {host: api.example}"))
            .edit(WEB, egress("name: x, to: {host: outlook.office365.com}"))
            .see(rejected("a"), "", "DependencyNotDeclared"));
    // Silence makes no NetworkPolicy, an empty list one that lets out DNS alone.
    rows.add(
        row(path + "host")
            .edit(WEB, "{spec: {residency: {egress: []}}}")
            .see(networkPolicy("/spec/egress/0/ports/0/port"), "", "53"));
  }

  private static void ports(List<Row> rows) {
    String path = "spec.residency.egress[].ports[].";
    String to = "name: x, to: {cidr: 10.20.0.0/16}, ports: [{%s}]";
    rows.add(
        row(path + "port")
            .given(WEB, egress(to.formatted("port: 443")))
            .edit(WEB, egress(to.formatted("port: 8443")))
            .see(networkPolicy(PORT + "port"), "443", "8443"));
    rows.add(
        row(path + "protocol")
            .given(WEB, egress(to.formatted("port: 443")))
            .edit(WEB, egress(to.formatted("port: 443, protocol: UDP")))
            .see(networkPolicy(PORT + "protocol"), "TCP", "UDP"));
  }
}
