package cloud.bleu.assess.dependency;

import cloud.bleu.assess.catalogue.EndpointTable;
import cloud.bleu.assess.dependency.ObjectReferences.Mention;
import cloud.bleu.assess.manifest.Inventory;
import cloud.bleu.assess.manifest.References.Reference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Draws the graph of what objects say of each other, when all of them were seen. */
public final class Dependencies {

  private final EndpointTable endpoints = EndpointTable.shipped();
  private final Inventory inventory;
  private final List<ObjectReferences> objects;
  private final PodIndex pods;
  private final ServiceDirectory services;
  private final Map<String, String> shown = new HashMap<>();
  private final Map<String, List<ObjectReferences>> readers = new HashMap<>();
  private final Map<List<Object>, List<Evidence>> edges = new HashMap<>();
  private final Map<List<String>, List<Evidence>> leaving = new TreeMap<>(ServiceDirectory.LISTS);
  private final Map<List<String>, List<Evidence>> notSeen = new TreeMap<>(ServiceDirectory.LISTS);

  private Dependencies(Inventory inventory, List<ObjectReferences> objects) {
    this.inventory = inventory;
    this.objects = objects;
    pods = new PodIndex(inventory);
    services = new ServiceDirectory(pods, objects);
    inventory.workloads().forEach(w -> shown.put(w.key(), w.place().object()));
    for (ObjectReferences object : objects) {
      if (object.workload) {
        Set<String> once = new HashSet<>();
        for (Reference reference : object.references) {
          if (!isOfImages(reference) && once.add(reference.key())) {
            readers.computeIfAbsent(reference.key(), k -> new ArrayList<>()).add(object);
          }
        }
      }
    }
  }

  /** What images are pulled with ties nobody to anybody. */
  private static boolean isOfImages(Reference reference) {
    return reference.path().contains("imagePullSecrets");
  }

  /**
   * The graph.
   *
   * @param objects every object that was looked at, each located
   */
  public static DependencyGraph of(Inventory inventory, List<ObjectReferences> objects) {
    Dependencies all = new Dependencies(inventory, objects);
    objects.forEach(all::settings);
    all.shared();
    new PolicyPeers(all.pods, objects)
        .each(
            (from, to, evidence) -> all.edge(from, to, DependencyKind.IsAllowed, evidence),
            (from, host, evidence) -> all.leaves(from, host, evidence));
    return all.graph();
  }

  private DependencyGraph graph() {
    List<Dependency> dependencies = new ArrayList<>();
    edges.forEach(
        (edge, evidence) ->
            dependencies.add(
                new Dependency(
                    (String) edge.get(0),
                    (String) edge.get(1),
                    (DependencyKind) edge.get(2),
                    evidence)));
    return new DependencyGraph(
        inventory.workloads().stream().map(w -> w.place().object()).toList(),
        dependencies,
        uses(leaving),
        services.entrances(),
        new VolumeHolders(objects, shown).all(),
        uses(notSeen));
  }

  private static List<OutsideUse> uses(Map<List<String>, List<Evidence>> all) {
    List<OutsideUse> uses = new ArrayList<>();
    all.forEach((use, evidence) -> uses.add(new OutsideUse(use.get(0), use.get(1), evidence)));
    return uses;
  }

  /** What the settings of an object name, told of each workload that has these settings. */
  private void settings(ObjectReferences object) {
    if (object.mentions.isEmpty()) {
      return;
    }
    TreeSet<String> users = new TreeSet<>();
    if (object.workload) {
      users.add(name(object));
    } else {
      readers.getOrDefault(object.key, List.of()).forEach(r -> users.add(name(r)));
    }
    for (Mention mention : object.mentions) {
      ServiceDirectory.Answer answer = services.resolve(object.namespace, mention.host());
      for (String user : users) {
        tell(object, mention, answer, user);
      }
    }
  }

  private void tell(
      ObjectReferences object, Mention mention, ServiceDirectory.Answer answer, String user) {
    String what = mention.shown();
    switch (answer.meaning()) {
      case Workloads -> {
        // Of a Secret not even the port is told.
        boolean noted = !mention.secret() && !answer.note().isEmpty();
        String evidence = what + (noted ? " (" + answer.note() + ")" : "");
        answer
            .names()
            .forEach(
                to ->
                    edge(
                        user,
                        to,
                        DependencyKind.Calls,
                        new Evidence(object.place(mention.path()), evidence)));
      }
      case Outside -> {
        String host = mention.secret() ? domain(mention.host().host(), object) : answer.name();
        leaves(user, host, new Evidence(object.place(mention.path()), what));
      }
      case NotSeen -> {
        String name = mention.secret() ? "a Service that " + object.key + " names" : answer.name();
        notSeen
            .computeIfAbsent(List.of(user, name), k -> new ArrayList<>())
            .add(new Evidence(object.place(mention.path()), what));
      }
      case Nothing -> {
        // A word like any other.
      }
    }
  }

  /** What may be told of a host in a Secret: below which domain that everybody knows it lies. */
  private String domain(String host, ObjectReferences secret) {
    EndpointTable.Row row = endpoints.row(host);
    return row == null || row.isNoHost()
        ? "a host that " + secret.key + " names"
        : "a host of " + row.suffix();
  }

  /**
   * Claims, Secrets and ConfigMaps that several workloads name: each is tied to the first of them,
   * which ties all together.
   */
  private void shared() {
    readers.forEach(
        (key, all) -> {
          DependencyKind kind = kind(key);
          List<ObjectReferences> users = new ArrayList<>(all);
          users.sort(Comparator.comparing(this::name));
          for (int i = 1; kind != null && i < users.size(); i++) {
            share(users.get(0), users.get(i), key, kind);
          }
        });
  }

  private void share(
      ObjectReferences one, ObjectReferences other, String key, DependencyKind kind) {
    for (ObjectReferences user : List.of(one, other)) {
      for (Reference reference : user.references) {
        if (reference.key().equals(key)) {
          Evidence evidence = new Evidence(user.place(reference.path()), key);
          edge(name(one), name(other), kind, evidence);
        }
      }
    }
  }

  private static @Nullable DependencyKind kind(String key) {
    return switch (key.substring(0, key.indexOf(' '))) {
      case "PersistentVolumeClaim" -> DependencyKind.SharesVolume;
      case "Secret" -> DependencyKind.SharesSecret;
      case "ConfigMap" -> DependencyKind.SharesConfigMap;
      default -> null;
    };
  }

  private String name(ObjectReferences object) {
    return shown.getOrDefault(object.key, object.key);
  }

  private void edge(String from, String to, DependencyKind kind, Evidence evidence) {
    if (!from.equals(to)) {
      edges.computeIfAbsent(List.of(from, to, kind), k -> new ArrayList<>()).add(evidence);
    }
  }

  private void leaves(String from, String host, Evidence evidence) {
    leaving.computeIfAbsent(List.of(from, host), k -> new ArrayList<>()).add(evidence);
  }
}
