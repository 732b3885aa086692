package cloud.bleu.source;

import cloud.bleu.assess.manifest.References;
import cloud.bleu.assess.manifest.SeenObject;
import cloud.bleu.translate.manifest.Manifest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which objects of the cluster the objects of its namespaces name. */
public final class NamedObjects {

  private final Set<String> keys = new HashSet<>();

  /** Names one. */
  void add(AssessedKind kind, String name) {
    keys.add(References.ofCluster(kind.kind(), name));
  }

  /** Whether one of that kind is named by what was seen so far. */
  public boolean has(AssessedKind kind) {
    return keys.stream().anyMatch(key -> key.startsWith(kind.kind() + " "));
  }

  /**
   * What of a page is assessed: of objects of the cluster those that are named, and all others.
   * What these name is named from now on.
   */
  public List<Manifest> taken(List<Manifest> page) {
    List<Manifest> taken = page.stream().filter(this::isTaken).toList();
    taken.forEach(m -> keys.addAll(References.ofCluster(new SeenObject(m))));
    return taken;
  }

  private boolean isTaken(Manifest manifest) {
    String kind = manifest.ref().kind();
    return manifest.ref().namespace() != null
        || !AssessedKinds.isOfCluster(kind)
        || keys.contains(References.ofCluster(kind, manifest.ref().name()));
  }
}
