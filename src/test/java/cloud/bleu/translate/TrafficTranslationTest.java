package cloud.bleu.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.TemplatePart;
import cloud.bleu.placement.model.Closure;
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

/** What goes out, what comes in and what goes along, from manifests. */
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
  void secretsThatGoAlongAreKnownByName() {
    String companions =
        "companions: [{kind: Secret, name: b}, {kind: ConfigMap, name: c}, {kind: Secret, name: a}], ";
    Workload web =
        estate(workload("web", "shop", companions + TEMPLATE.formatted("web"), ""))
            .workloads()
            .get(0);
    assertEquals(new Closure.Secrets(List.of("a", "b"), false), web.closure().secrets());
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
            new Closure.Endpoint(TemplatePart.egress("mail"), "outlook.office365.com"),
            new Closure.Endpoint(TemplatePart.egress("keys"), "vault.azure.net")),
        estate(
                calling(
                    "{name: mail, to: {host: outlook.office365.com}}, {name: keys, to: {host:"
                        + " '*.vault.azure.net'}}, {name: own, to: {host: api.example}}, {name: any, to: {host: '*'}}"))
            .workloads()
            .get(0)
            .closure()
            .endpoints());
  }

  /** Such a Service is a name for a host, whatever namespace it is in. */
  @Test
  void aServiceOfTypeExternalNameIsAHost() {
    String alias =
        """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: %s}
        spec: {type: %s, externalName: %s, selector: {app: web}}
        """;
    Workload web =
        estate(
                calling(
                        "{name: a, to: {service: {name: mail}}}, {name: b, to: {service: {name: api, namespace: other}}},"
                            + " {name: c, to: {service: {name: pods}}}, {name: d, to: {service: {name: api}}}")
                    + alias.formatted("mail", "shop", "ExternalName", "Outlook.Office365.com.")
                    + alias.formatted("api", "other", "ExternalName", "api.example")
                    + alias.formatted("pods", "shop", "ClusterIP", "api.example"))
            .workloads()
            .get(0);
    assertEquals(
        "a Host outlook.office365.com; b Host api.example; c Service shop/pods; d Service shop/api",
        web.closure().egress().stream()
            .map(d -> d.name() + " " + d.way() + " " + d.target())
            .collect(Collectors.joining("; ")));
    assertEquals(
        List.of(new Closure.Endpoint(TemplatePart.egress("a"), "outlook.office365.com")),
        web.closure().endpoints());
  }

  /** Where no template says what runs, it is not taken that nothing does. */
  @ParameterizedTest(name = "{0}, governed {1}: {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "deployment: {template: {spec: {containers: [{name: c, image: i}]}}}   | Enforce | Template",
        "pods: {selector: {matchLabels: {app: a}}, requests: {cpu: 1}}         | Enforce | AdmittedPods",
        "pods: {selector: {matchLabels: {app: a}}, requests: {cpu: 1}}         | Audit   | OthersPods",
        "pods: {selector: {matchLabels: {app: a}}, requests: {cpu: 1}}         | -       | OthersPods",
        "'external: {kind: VM, requests: {cpu: 1}}'                            | Enforce | External",
        "'external: {kind: ManagedService, requests: {cpu: 1}}'                | Enforce | External",
        "'external: {kind: SaaS, requests: {cpu: 1}}'                          | -       | External",
      })
  void whatIsKnownOfTheContents(String source, String governed, Closure.Content content) {
    String namespace =
        """
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop%s}
        """
            .formatted(
                governed == null
                    ? ""
                    : ", labels: {placement.bleu.cloud/governed: " + governed + "}");
    assertEquals(
        content,
        estate(workload("web", "shop", source, "") + namespace)
            .workloads()
            .get(0)
            .closure()
            .content());
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
        "NodePort     | app: web                                  | Service s of type NodePort",
        "NodePort     | app: other                                | -",
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

  @Test
  void externalAddressesLeadIn() {
    String service =
        SERVICE
            .formatted("s", "shop", "ClusterIP", "app: web")
            .replace("ports:", "externalIPs: [192.0.2.7], ports:");
    assertEquals("Service s with externalIPs", exposed(service, "web"));
  }

  private static final String ROUTE =
      """
      ---
      apiVersion: gateway.networking.k8s.io/%s
      kind: %s
      metadata: {name: front, namespace: %s}
      spec: {%s}
      """;

  private static final String BY_A_GATEWAY = "parentRefs: [{name: edge, namespace: infra}]";

  private static String leading(String backend) {
    return BY_A_GATEWAY + ", rules: [{backendRefs: [" + backend + "]}]";
  }

  /** Whatever the kind and the version. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "v1, HTTPRoute",
    "v1beta1, HTTPRoute",
    "v1, GRPCRoute",
    "v1alpha3, TLSRoute",
    "v1alpha2, TCPRoute",
    "v1alpha2, UDPRoute",
  })
  void aRouteLeadsInThroughItsServices(String version, String kind) {
    String service = SERVICE.formatted("s", "shop", "ClusterIP", "app: web");
    assertEquals(
        kind + " front to Service s",
        exposed(
            service + ROUTE.formatted(version, kind, "shop", leading("{name: s, port: 80}")),
            "web"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "parentRefs: [{name: edge}], rules: [{backendRefs: [{name: s}]}]                         | true",
        "parentRefs: [{name: edge}], rules: [{backendRefs: [{name: gone}, {name: s}]}]           | true",
        "parentRefs: [{name: edge}], rules: [{}, {backendRefs: [{name: s, kind: Service}]}]      | true",
        "parentRefs: [{name: edge}], rules: [{backendRefs: [{name: s, kind: Other, group: a.b}]}] | false",
        "parentRefs: [{name: edge}], rules: [{backendRefs: [{name: gone}]}]                      | false",
        "parentRefs: [{name: edge}], rules: [{backendRefs: [{name: s, namespace: other}]}]       | false",
        // A copy of each request is a way in as well.
        "parentRefs: [{name: edge}], rules: [{filters: [{requestMirror: {backendRef: {name: s}}}]}] | true",
        "parentRefs: [{name: edge}], rules: [{backendRefs: [{name: gone, filters: [{requestMirror: {backendRef: {name: s}}}]}]}] | true",
        // Within a mesh, from a Service to a Service.
        "parentRefs: [{name: s, kind: Service, group: ''}], rules: [{backendRefs: [{name: s}]}]  | false",
        "parentRefs: [{name: s, kind: Service, group: ''}, {name: edge}], rules: [{backendRefs: [{name: s}]}] | true",
        "parentRefs: [{name: set, kind: ListenerSet}], rules: [{backendRefs: [{name: s}]}]       | true",
        // Attached to nothing, or to what the cluster takes by default.
        "rules: [{backendRefs: [{name: s}]}]                                                     | false",
        "useDefaultGateways: All, rules: [{backendRefs: [{name: s}]}]                            | true",
        "useDefaultGateways: None, rules: [{backendRefs: [{name: s}]}]                           | false",
        "parentRefs: 7, rules: text                                                              | false",
      })
  void whichRoutesLeadIn(String spec, boolean leads) {
    String service = SERVICE.formatted("s", "shop", "ClusterIP", "app: web");
    assertEquals(
        leads ? "HTTPRoute front to Service s" : "",
        exposed(service + ROUTE.formatted("v1", "HTTPRoute", "shop", spec), "web"));
  }

  /** Nobody leads into another namespace unasked, so nobody can keep others from being placed. */
  @ParameterizedTest(name = "{0}, {1}, {2}: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "shop  | {group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge}  | {group: '', kind: Service}            | true",
        "shop  | {group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge}  | {group: '', kind: Service, name: s}   | true",
        "shop  | {group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge}  | {group: '', kind: Service, name: t}   | false",
        "shop  | {group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge}  | {group: '', kind: Secret}             | false",
        "shop  | {group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: other} | {group: '', kind: Service}            | false",
        "shop  | {group: gateway.networking.k8s.io, kind: TCPRoute, namespace: edge}   | {group: '', kind: Service}            | false",
        "other | {group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge}  | {group: '', kind: Service}            | false",
      })
  void anotherNamespaceAllowsIt(String namespace, String from, String to, boolean leads) {
    String grant =
        """
        ---
        apiVersion: gateway.networking.k8s.io/v1beta1
        kind: ReferenceGrant
        metadata: {name: g, namespace: %s}
        spec: {from: [%s], to: [%s]}
        """
            .formatted(namespace, from, to);
    String route =
        ROUTE.formatted("v1", "HTTPRoute", "edge", leading("{name: s, namespace: shop}"));
    String service = SERVICE.formatted("s", "shop", "ClusterIP", "app: web");
    assertEquals("", exposed(service + route, "web"));
    assertEquals(
        leads ? "HTTPRoute front of namespace edge to Service s" : "",
        exposed(service + route + grant, "web"));
  }

  /** What a pod takes of the network of its node needs no Service. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "containers: [{name: c, image: i, ports: [{containerPort: 80}]}]               | -",
        "containers: [{name: c, image: i, ports: [{containerPort: 80, hostPort: 80}]}] | host port 80 of container c",
        "containers: [{name: c, image: i}], hostNetwork: false                         | -",
        "containers: [{name: c, image: i}], hostNetwork: true                          | the network of the node (hostNetwork)",
        "initContainers: [{name: d, image: i, ports: [{hostPort: 53}]}], containers: [{name: c, image: i}] | host port 53 of init container d",
      })
  void portsOfTheNode(String pod, String expected) {
    String template = "template: {metadata: {labels: {app: web}}, spec: {" + pod + "}}";
    String deployment =
        """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: old, namespace: shop}
        spec: {selector: {matchLabels: {app: web}}, %s}
        """
            .formatted(template);
    for (String yaml :
        List.of(
            workload("web", "shop", "deployment: {" + template + "}", ""),
            workload("web", "shop", "deploymentRef: {name: old}", "") + deployment)) {
      assertEquals(expected == null ? List.of() : List.of(expected), exposedBy(yaml, "web"));
      assertEquals(
          pod.contains("hostNetwork: true"),
          estate(yaml).workloads().get(0).closure().hostNetwork());
    }
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
        .exposedBy()
        .stream()
        .map(Message::text)
        .toList();
  }

  /** Projects beside Kubernetes have groups that end like its own. */
  @Test
  void kindsOfProjectsBesideKubernetesArePassedOver() {
    for (String[] kind :
        new String[][] {
          {"gateway.networking.k8s.io/v1", "Gateway"},
          {"gateway.networking.k8s.io/v1", "GatewayClass"},
          {"policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy"},
          {"snapshot.storage.k8s.io/v1", "VolumeSnapshotClass"},
        }) {
      assertEquals(
          "",
          problems(
              calling("")
                  + "---\napiVersion: %s\nkind: %s\nmetadata: {name: x}\n"
                      .formatted(kind[0], kind[1])));
    }
    assertEquals(
        true,
        problems("apiVersion: networking.k8s.io/v1\nkind: Ingres\nmetadata: {name: x}\n")
            .contains("did you mean Ingress?"));
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
