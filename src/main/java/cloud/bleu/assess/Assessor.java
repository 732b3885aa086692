package cloud.bleu.assess;

import cloud.bleu.assess.catalogue.Entry;
import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.assess.check.Check;
import cloud.bleu.assess.check.Sightings;
import cloud.bleu.assess.check.Sightings.Sighting;
import cloud.bleu.assess.dependency.Dependencies;
import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.assess.dependency.ObjectReferences;
import cloud.bleu.assess.manifest.Inventory;
import cloud.bleu.assess.manifest.SeenObject;
import cloud.bleu.assess.model.InputOrigin;
import cloud.bleu.assess.model.MigrationTarget;
import cloud.bleu.assess.model.Place;
import cloud.bleu.assess.model.UnreadKind;
import cloud.bleu.translate.manifest.Manifest;
import cloud.bleu.translate.manifest.ManifestProblem;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Looks at manifests, one document after the other: of what it has looked at it keeps findings and
 * names only.
 */
public final class Assessor implements ManifestReader.Receiver {

  private static final String OURS = "placement.bleu.cloud";

  private final FindingCatalogue catalogue;
  private final MigrationTarget target;
  private final List<Check> checks = Check.all();
  private final Inventory inventory = new Inventory();
  private final List<ObjectReferences> ties = new ArrayList<>();
  private final List<Located> sightings = new ArrayList<>();
  private final Set<String> providers = new TreeSet<>();
  private final SortedMap<String, Integer> unknownKinds = new TreeMap<>();
  private final List<ManifestProblem> broken = new ArrayList<>();
  private final List<ManifestProblem> templates = new ArrayList<>();
  private final List<ManifestProblem> noObjects = new ArrayList<>();
  private final List<UnreadKind> unread = new ArrayList<>();
  private InputOrigin origin = InputOrigin.MANIFESTS;
  private int objects;
  private int owned;
  private final Predicate<Manifest> taken;

  /** Something seen, with its place. */
  record Located(Sighting sighting, Place place) {}

  /**
   * An assessor that takes every object it is handed.
   *
   * @param target what the answers of the catalogue are about
   */
  public Assessor(FindingCatalogue catalogue, MigrationTarget target) {
    this(catalogue, target, manifest -> true);
  }

  /**
   * Looks at a part of what it is given.
   *
   * @param taken which objects are looked at; the others are as if they were not there
   */
  public Assessor(FindingCatalogue catalogue, MigrationTarget target, Predicate<Manifest> taken) {
    this.taken = taken;
    this.catalogue = catalogue;
    this.target = target;
  }

  /**
   * Reads and looks.
   *
   * @param arguments files, directories, {@code -}
   */
  public void read(List<String> arguments, InputStream standardInput) {
    read(arguments, standardInput, this);
  }

  /**
   * Looks in the same way at what is handed over, and keeps each object that has a name.
   *
   * @param kept where they are kept
   */
  public ManifestReader.Receiver keeping(List<Manifest> kept) {
    return new ManifestReader.Receiver() {
      @Override
      public void objects(List<Manifest> ofOneDocument) {
        Assessor.this.objects(ofOneDocument);
        ofOneDocument.stream()
            .filter(m -> !m.ref().name().isEmpty() && taken.test(m))
            .forEach(kept::add);
      }

      @Override
      public void problem(ManifestProblem problem) {
        Assessor.this.problem(problem);
      }
    };
  }

  private void read(
      List<String> arguments, InputStream standardInput, ManifestReader.Receiver receiver) {
    ManifestReader.read(arguments, standardInput, receiver);
    end();
  }

  /**
   * Looks at what only the whole of the input says. To be called once, when all was handed over.
   */
  public void end() {
    for (Inventory.Workload workload : inventory.workloads()) {
      Sightings seen = new Sightings(catalogue, target);
      int replicas = inventory.replicas(workload);
      if (replicas == 1) {
        seen.add("SingleReplica", Inventory.REPLICAS, "1 replica");
      } else if (replicas > 1 && !inventory.hasBudget(workload)) {
        seen.add("NoPdb", Inventory.REPLICAS, replicas + " replicas");
      }
      seen.all().forEach(s -> sightings.add(new Located(s, workload.replicasPlace())));
    }
  }

  /**
   * Says where an input comes from that is in no file.
   *
   * @param unread kinds of a cluster that were not read
   */
  public void from(InputOrigin origin, List<UnreadKind> unread) {
    this.origin = origin;
    this.unread.addAll(unread);
  }

  /** Names of providers that the input describes. */
  public Set<String> providers() {
    return Set.copyOf(providers);
  }

  /** Who depends on whom in what was read. */
  public DependencyGraph dependencies() {
    return Dependencies.of(inventory, ties);
  }

  /** Who names and who selects whom in what was read. */
  public Inventory inventory() {
    return inventory;
  }

  List<Located> sightings() {
    return List.copyOf(sightings);
  }

  FindingCatalogue catalogue() {
    return catalogue;
  }

  MigrationTarget target() {
    return target;
  }

  /** What was in the input. */
  public InputSummary input() {
    return new InputSummary(
        origin,
        objects,
        owned,
        unknownKinds,
        sorted(broken),
        sorted(templates),
        sorted(noObjects),
        unread);
  }

  private static List<ManifestProblem> sorted(List<ManifestProblem> problems) {
    return problems.stream().sorted().distinct().toList();
  }

  @Override
  public void problem(ManifestProblem problem) {
    switch (problem.nature()) {
      case Broken -> broken.add(problem);
      case Template -> templates.add(problem);
      case NoObject -> noObjects.add(problem);
    }
  }

  /** Of one document: the lines of all that was seen in it are found in one reading. */
  @Override
  public void objects(List<Manifest> ofOneDocument) {
    List<SeenObject> looked = new ArrayList<>();
    List<List<Sighting>> seen = new ArrayList<>();
    List<ObjectReferences> ties = new ArrayList<>();
    TreeSet<String> paths = new TreeSet<>();
    for (Manifest manifest : ofOneDocument) {
      if (!taken.test(manifest)) {
        continue;
      }
      objects++;
      SeenObject object = new SeenObject(manifest);
      if (object.isOwned()) {
        owned++;
        continue;
      }
      if (object.kind().equals("CloudProvider")) {
        providers.add(manifest.ref().name());
      }
      looked.add(object);
      List<Sighting> sightings = look(object);
      seen.add(sightings);
      paths.add(manifest.path(""));
      paths.add(manifest.path(Inventory.REPLICAS));
      sightings.forEach(s -> paths.add(manifest.path(s.path())));
      ObjectReferences tie = new ObjectReferences(object);
      ties.add(tie);
      tie.paths().forEach(p -> paths.add(manifest.path(p)));
    }
    if (looked.isEmpty()) {
      return;
    }
    Map<String, Integer> lines = ofOneDocument.get(0).lines(paths);
    for (int i = 0; i < looked.size(); i++) {
      SeenObject object = looked.get(i);
      for (Sighting sighting : seen.get(i)) {
        sightings.add(new Located(sighting, place(object, sighting.path(), lines)));
      }
      inventory.add(object, place(object, "", lines), place(object, Inventory.REPLICAS, lines));
      ties.get(i).locate(path -> place(object, path, lines));
    }
    this.ties.addAll(ties);
  }

  private List<Sighting> look(SeenObject object) {
    Sightings seen = new Sightings(catalogue, target);
    boolean known =
        object.manifest().isOfKubernetes()
            || object.group().equals(OURS)
            || !object.select("$pod").isEmpty();
    for (Entry entry : catalogue.entries()) {
      known |= entry.names(object.kind(), object.group());
      entry.find(object, (path, found) -> seen.add(entry.code(), path, found));
    }
    checks.forEach(check -> check.look(object, seen));
    if (!known) {
      unknownKinds.merge(object.kind() + " of " + object.group(), 1, Integer::sum);
    }
    return seen.all();
  }

  private static Place place(SeenObject object, String path, Map<String, Integer> lines) {
    int line = lines.getOrDefault(object.manifest().path(path), 0);
    return new Place(object.manifest().file(), line, object.name(), path);
  }
}
