package cloud.bleu.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.placement.Closure;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Workload;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestProblem;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes out and what comes in, from manifests. */
class TrafficTranslationTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static final String TEMPLATE =
      "deployment: {template: {metadata: {labels: {app: %s}}, spec: {containers: [{name: c, image: i,"
          + " resources: {requests: {cpu: 1}}}]}}}";

  private static String workload(String name, String namespace, String source, String more) {
    return """
    ---
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: BleuWorkload
    metadata: {name: %s, namespace: %s}
    spec: {dataClasses: [Ordinary], workload: {%s}%s}
    """
        .formatted(name, namespace, source, more);
  }

  private static String calling(String egress) {
    return workload(
        "web", "shop", TEMPLATE.formatted("web"), ", residency: {egress: [" + egress + "]}");
  }

  private static ManifestObjects read(String yaml) {
    return ManifestObjects.of(
        ManifestReader.read(
            List.of("-"), new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))));
  }

  private static Estate estate(String yaml) {
    return EstateTranslator.translate(read(yaml).objects(), NOW, Map.of()).estate();
  }

  private static String problems(String yaml) {
    ManifestObjects objects = read(yaml);
    return objects
        .problems(EstateTranslator.translate(objects.objects(), NOW, Map.of()).problems())
        .stream()
        .map(ManifestProblem::text)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void everyWayIsRead() {
    Workload web =
        estate(
                calling(
                    "{name: a, to: {service: {name: db}}}, {name: b, to: {service: {name: db, namespace: other}}},"
                        + " {name: c, to: {pods: {selector: {}}}}, {name: d, to: {pods: {namespace: other, selector:"
                        + " {matchLabels: {b: c, a: b}, matchExpressions: [{key: x, operator: In, values: [v, z]}]}}}},"
                        + " {name: e, to: {cidr: 10.0.0.0/8}}, {name: f, to: {host: '*.example'}}"))
            .workloads()
            .get(0);
    assertEquals(
        "a Service shop/db; b Service other/db; c Pods shop/*; d Pods other/a=b,b=c,x In [v, z];"
            + " e Cidr 10.0.0.0/8; f Host *.example",
        web.closure().egress().stream()
            .map(d -> d.name() + " " + d.way() + " " + d.target())
            .collect(Collectors.joining("; ")));
  }

  @Test
  void silenceAndNothingAreTwoThings() {
    assertNull(
        estate(workload("web", "shop", TEMPLATE.formatted("web"), ""))
            .workloads()
            .get(0)
            .closure()
            .egress());
    assertEquals(List.of(), estate(calling("")).workloads().get(0).closure().egress());
  }

  @Test
  void hostsOfMicrosoftAreEndpoints() {
    assertEquals(
        List.of(
            new Closure.Endpoint("egress mail", "outlook.office365.com"),
            new Closure.Endpoint("egress keys", "vault.azure.net")),
        estate(
                calling(
                    "{name: mail, to: {host: outlook.office365.com}}, {name: keys, to: {host:"
                        + " '*.vault.azure.net'}}, {name: own, to: {host: api.example}}, {name: any, to: {host: '*'}}"))
            .workloads()
            .get(0)
            .closure()
            .endpoints());
  }

  /** Each at its place, and all at once. */
  @Test
  void everyErrorIsSaid() {
    assertEquals(
        """
        , spec.residency.egress[0].to: more than one is given; accepted: exactly one of service, pods, cidr, host; keep one of them
        , spec.residency.egress[1].to: nothing is given; accepted: exactly one of service, pods, cidr, host; keep one of them
        , spec.residency.egress[2].to.cidr: not a range of addresses: "10.0.0.1/8"; accepted: an address and a prefix, with zeros behind the prefix; write it like 10.20.0.0/16 or 2001:db8::/48
        , spec.residency.egress[3].to.pods.selector.matchExpressions[0].operator: unknown value "Is"; accepted: In, NotIn, Exists, DoesNotExist; did you mean In?""",
        problems(
                calling(
                    "{name: a, to: {host: a, cidr: 10.0.0.0/8}}, {name: b, to: {}}, {name: c, to: {cidr: 10.0.0.1/8}},"
                        + " {name: d, to: {pods: {selector: {matchExpressions: [{key: x, operator: Is}]}}}}"))
            .replaceAll("(?m)^.*?BleuWorkload shop/web", ""));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: a, to: {host: a}}, {name: a, to: {host: b}} | egress[1].name",
        "{name: a, to: {host: API.example}}                 | to.host",
        "{name: a, to: {host: 'https://a'}}                 | to.host",
        "{name: a, to: {cidr: nonsense}}                    | to.cidr",
        "{name: a, to: {host: a}, ports: [{port: 0}]}       | ports[0].port",
        "{name: a, to: {host: a}, ports: [{port: 65536}]}   | ports[0].port",
        "{name: a, to: {host: a}, ports: [{protocol: TCP}]} | ports[0].port",
        "{name: a, to: {host: a}, ports: [{port: 1, protocol: ICMP}]} | ports[0].protocol",
        "{name: a, to: {host: a}, ports: [{port: 1}, {port: 1}]} | ports[1]",
        "{name: a, to: {service: {name: A_b}}}              | to.service.name",
        "{name: a, to: {pods: {}}}                          | to.pods.selector",
        "{name: a}                                          | egress[0].to",
      })
  void wrongEgressIsRefused(String egress, String path) {
    String problems = problems(calling(egress));
    assertEquals(true, problems.contains(path + ":") || problems.contains(path + ","), problems);
    assertEquals(1, problems.lines().count(), problems);
  }

  @Test
  void hostsOfNodesAreHosts() {
    String zone =
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: z}
        spec: {provider: p, region: r, site: s, target: {nodeSelector: {zone: z}}, egress: {bootstrap: [%s]}}
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: CloudProvider
        metadata: {name: p}
        spec: {displayName: P}
        """;
    assertEquals("", problems(zone.formatted("packages.example, '*.mirror.example'")));
    assertEquals(
        true, problems(zone.formatted("'packages.example:443'")).contains("egress.bootstrap[0]"));
  }

  private static final String SERVICE =
      """
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: %s, namespace: %s}
      spec: {type: %s, selector: {%s}, ports: [{port: 80}]}
      """;

  private static final String INGRESS =
      """
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: front, namespace: shop}
      spec: {%s}
      """;

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "LoadBalancer | app: web                                  | Service s of type LoadBalancer",
        "LoadBalancer | placement.bleu.cloud/workload: web        | Service s of type LoadBalancer",
        // One zone of it is enough.
        "LoadBalancer | app: web, placement.bleu.cloud/zone: a    | Service s of type LoadBalancer",
        "LoadBalancer | app: web, tier: front                     | -",
        "LoadBalancer | app: other                                | -",
        "LoadBalancer |                                           | -",
        "ClusterIP    | app: web                                  | -",
        "NodePort     | app: web                                  | -",
      })
  void whichServicesLeadIn(String type, String selector, String expected) {
    String service = SERVICE.formatted("s", "shop", type, selector == null ? "" : selector);
    assertEquals(expected == null ? "" : expected, exposed(service, "web"));
    // Only in its own namespace.
    assertEquals("", exposed(service.replace("namespace: shop", "namespace: other"), "web"));
  }

  @Test
  void anIngressLeadsInThroughItsServices() {
    String service = SERVICE.formatted("s", "shop", "ClusterIP", "app: web");
    String path =
        "rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: %s}}}]}}]";
    String byDefault = "defaultBackend: {service: {name: %s, port: {number: 80}}}";
    for (String way : List.of(path, byDefault)) {
      assertEquals(
          "Ingress front to Service s",
          exposed(service + INGRESS.formatted(way.formatted("s")), "web"));
      assertEquals("", exposed(service + INGRESS.formatted(way.formatted("gone")), "web"));
    }
    assertEquals(
        "",
        exposed(
            service + INGRESS.formatted("defaultBackend: {resource: {kind: B, name: b}}"), "web"));
    assertEquals(
        "Ingress front to Service s, Service s of type LoadBalancer",
        exposed(
            service.replace("ClusterIP", "LoadBalancer")
                + INGRESS.formatted(byDefault.formatted("s")),
            "web"));
  }

  /** The labels of a Deployment that serves as template count as well. */
  @Test
  void theTemplateMayBeADeployment() {
    String deployment =
        """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: old, namespace: shop}
        spec: {template: {metadata: {labels: {app: old}}, spec: {containers: [{name: c, image: i}]}}}
        """;
    String yaml =
        workload("new", "shop", "deploymentRef: {name: old}", "")
            + deployment
            + SERVICE.formatted("s", "shop", "LoadBalancer", "app: old");
    assertEquals(List.of("Service s of type LoadBalancer"), exposedBy(yaml, "new"));
  }

  private static String exposed(String more, String name) {
    return String.join(
        ", ", exposedBy(workload(name, "shop", TEMPLATE.formatted("web"), "") + more, name));
  }

  private static List<String> exposedBy(String yaml, String name) {
    assertEquals("", problems(yaml));
    return estate(yaml).workloads().stream()
        .filter(w -> w.id().name().equals(name))
        .findFirst()
        .orElseThrow()
        .closure()
        .exposedBy();
  }

  /** Other people have kinds of these names. */
  @Test
  void servicesAndIngressesOfOthersArePassedOver() {
    String knative =
        "---\napiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: s, namespace: shop}\nspec: {anything: 1}\n";
    String openshift =
        "---\napiVersion: config.openshift.io/v1\nkind: Ingress\nmetadata: {name: cluster}\nspec: {domain: x}\n";
    assertEquals("", problems(calling("") + knative + openshift));
  }
}
