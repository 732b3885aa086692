package cloud.bleu.cli;

import cloud.bleu.source.AssessedKind;
import cloud.bleu.source.AssessedKinds;
import cloud.bleu.translate.manifest.Manifest;
import cloud.bleu.translate.manifest.ManifestReader;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** An API server that lists, page by page, and refuses what it is told to refuse. */
public final class ListedCluster implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Path kubeconfig;

  /** By {@code group/version/plural}, the version alone in the core group. */
  private final Map<String, List<ObjectNode>> objects = new LinkedHashMap<>();

  private final Map<String, String> paths = new HashMap<>();
  private final Map<String, AssessedKind> custom = new TreeMap<>();
  private final Map<String, Integer> refused = new HashMap<>();
  private final Map<String, Integer> down = new TreeMap<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private boolean forgets;

  public ListedCluster(Path folder) throws IOException {
    Stream.of(
            AssessedKinds.OF_NAMESPACES,
            AssessedKinds.MADE,
            AssessedKinds.OF_CLUSTER,
            List.of(
                new AssessedKind("", "v1", "Secret", "secrets", true, 1),
                new AssessedKind(
                    "placement.bleu.cloud",
                    "v1alpha1",
                    "CloudProvider",
                    "cloudproviders",
                    false,
                    1)))
        .flatMap(List::stream)
        .forEach(this::serve);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: it, cluster: {server: "http://127.0.0.1:%s"}}]
        contexts: [{name: it, context: {cluster: it, user: me, namespace: shop}}]
        users: [{name: me, user: {}}]
        current-context: it
        """
            .formatted(String.valueOf(server.getAddress().getPort())));
  }

  private void serve(AssessedKind kind) {
    paths.put(kind.apiVersion() + "/" + kind.kind(), kind.apiVersion() + "/" + kind.plural());
  }

  /** Serves a custom resource as well. */
  public ListedCluster with(AssessedKind kind) {
    serve(kind);
    custom.put(kind.apiVersion() + "/" + kind.plural(), kind);
    return this;
  }

  /** Holds the objects of a text. */
  public ListedCluster holding(String yaml) {
    add(
        ManifestReader.read(
                List.of("-"), new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
            .manifests());
    return this;
  }

  /** Holds the objects of a directory. */
  public ListedCluster holdingAll(String directory) {
    add(ManifestReader.read(List.of(directory), InputStream.nullInputStream()).manifests());
    return this;
  }

  private void add(List<Manifest> manifests) {
    for (Manifest manifest : manifests) {
      String path = paths.get(manifest.apiVersion() + "/" + manifest.ref().kind());
      if (path != null) {
        ObjectNode json = manifest.json().deepCopy();
        // As items of a list are, and with what a server adds.
        json.remove(List.of("apiVersion", "kind"));
        json.withObject("metadata").put("uid", "u").putArray("managedFields").addObject();
        json.withObject("status").put("host", "a.blob.core.windows.net");
        objects.computeIfAbsent(path, p -> new ArrayList<>()).add(json);
      }
    }
  }

  /** Answers the discovery of a group with an error, as one that is aggregated and down does. */
  public ListedCluster withoutGroup(String group, int code) {
    down.put(group, code);
    return this;
  }

  /** Answers every list of a resource, as RBAC names it, with an error. */
  public ListedCluster refusing(String resource, int code) {
    refused.put(resource, code);
    return this;
  }

  /** Forgets each list after its first page, as a server does after minutes. */
  public ListedCluster forgetting() {
    forgets = true;
    return this;
  }

  public Path kubeconfig() {
    return kubeconfig;
  }

  /** What was asked for: path and query, decoded. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** What is typed with the kubeconfig of this cluster. */
  Typed bleu(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    return Typed.bleu(words.toArray(String[]::new));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    String path = exchange.getRequestURI().getPath();
    Map<String, String> asked = new HashMap<>();
    Arrays.stream((query == null ? "" : query).split("&"))
        .filter(p -> p.contains("="))
        .map(p -> URLDecoder.decode(p, StandardCharsets.UTF_8).split("=", 2))
        .forEach(p -> asked.put(p[0], p[1]));
    requests.add(path + (asked.isEmpty() ? "" : " " + new TreeMap<>(asked)));
    List<String> steps = List.of(path.substring(1).split("/"));
    if (steps.get(0).equals("apis") && steps.size() == 3 && down.containsKey(steps.get(1))) {
      send(exchange, down.get(steps.get(1)), status(down.get(steps.get(1)), ""));
      return;
    }
    if (steps.get(0).equals("apis") && steps.size() < 4) {
      send(exchange, 200, steps.size() == 1 ? groups() : kinds(steps.get(1), steps.get(2)));
      return;
    }
    int head = steps.get(0).equals("api") ? 2 : 3;
    boolean isPlaced = steps.size() > head + 1 && steps.get(head).equals("namespaces");
    String plural = steps.get(isPlaced ? head + 2 : head);
    String group = head == 2 ? "" : steps.get(1);
    Integer code = refused.get(group.isEmpty() ? plural : plural + "." + group);
    if (code == null) {
      code = refused.get("*");
    }
    if (code != null) {
      send(exchange, code, status(code, ""));
      return;
    }
    String version = head == 2 ? steps.get(1) : group + "/" + steps.get(2);
    List<ObjectNode> found =
        objects.getOrDefault(version + "/" + plural, List.of()).stream()
            .filter(o -> !isPlaced || namespace(o).equals(steps.get(head + 1)))
            .filter(o -> isSelected(o, asked.get("labelSelector")))
            .toList();
    String token = asked.getOrDefault("continue", "");
    int from = token.isEmpty() ? 0 : Integer.parseInt(token.replace("new-", ""));
    if (forgets && !token.isEmpty() && !token.startsWith("new-")) {
      send(exchange, 410, status(410, "new-" + token));
      return;
    }
    int limit = Integer.parseInt(asked.getOrDefault("limit", "1000"));
    int end = Math.min(from + limit, found.size());
    ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
    list.putObject("metadata").put("continue", end < found.size() ? String.valueOf(end) : "");
    ArrayNode items = list.putArray("items");
    found.subList(from, end).forEach(items::add);
    send(exchange, 200, list);
  }

  private static String namespace(ObjectNode object) {
    return object.path("metadata").path("namespace").asText("default");
  }

  private static boolean isSelected(ObjectNode object, String selector) {
    return selector == null
        || Arrays.stream(selector.split(","))
            .map(s -> s.split("=", 2))
            .allMatch(s -> object.path("metadata").path("labels").path(s[0]).asText().equals(s[1]));
  }

  private static ObjectNode status(int code, String token) {
    ObjectNode status = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Status");
    status.put("status", "Failure").put("code", code).put("reason", "Refused");
    status.putObject("metadata").put("continue", token);
    return status;
  }

  private ObjectNode groups() {
    ObjectNode list = JSON.createObjectNode().put("kind", "APIGroupList");
    ArrayNode groups = list.putArray("groups");
    Map<String, List<String>> versions = new TreeMap<>();
    down.keySet().forEach(group -> versions.put(group, List.of("v1")));
    custom
        .values()
        .forEach(k -> versions.computeIfAbsent(k.group(), g -> new ArrayList<>()).add(k.version()));
    versions.forEach((name, all) -> group(groups.addObject().put("name", name), name, all));
    return list;
  }

  /** The first version in the order of their names is preferred, and named last. */
  private static void group(ObjectNode group, String name, List<String> all) {
    ArrayNode versions = group.putArray("versions");
    List<String> named = new ArrayList<>(new TreeSet<>(all).descendingSet());
    named.forEach(v -> versions.addObject().put("groupVersion", name + "/" + v).put("version", v));
    String preferred = named.get(named.size() - 1);
    group
        .putObject("preferredVersion")
        .put("groupVersion", name + "/" + preferred)
        .put("version", preferred);
  }

  private ObjectNode kinds(String group, String version) {
    ObjectNode list = JSON.createObjectNode().put("kind", "APIResourceList");
    list.put("groupVersion", group + "/" + version);
    ArrayNode resources = list.putArray("resources");
    custom.values().stream()
        .filter(k -> k.group().equals(group) && k.version().equals(version))
        .forEach(
            k ->
                resources
                    .addObject()
                    .put("name", k.plural())
                    .put("kind", k.kind())
                    .put("namespaced", k.isNamespaced())
                    .putArray("verbs")
                    .add("list"));
    return list;
  }

  private static void send(HttpExchange exchange, int code, ObjectNode json) throws IOException {
    byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
