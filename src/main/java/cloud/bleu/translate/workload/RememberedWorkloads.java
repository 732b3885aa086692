package cloud.bleu.translate.workload;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads workloads, and remembers what it read: as long as the object is the same one, and what it
 * may refer to says the same, so is what is read of it. Workloads with waivers or a break-glass are
 * read each time, for these are judged by the instant. For one thread at a time; it holds on to the
 * objects read last.
 */
public final class RememberedWorkloads {
  private @Nullable ReferableNames around;
  private Map<BleuWorkload, Known> known = new IdentityHashMap<>();
  private Map<String, Beside> besides = new HashMap<>();

  /**
   * What is read of one workload.
   *
   * @param translated null if nothing can be read
   * @param blocked whether it cannot be used as written
   * @param problems what is wrong with it
   * @param notes what is legal and still worth knowing
   */
  public record Read(
      WorkloadTranslator.@Nullable Translated translated,
      boolean blocked,
      List<Problem> problems,
      List<Problem> notes) {}

  /** What a namespace says of its workloads; one object for as long as it says the same. */
  private record Beside(Object labels, Object dataClasses, Object entrances) {}

  /**
   * What was read, and what of it depends on others.
   *
   * @param template that it refers to, null for none
   */
  private record Known(Beside beside, boolean decided, @Nullable Deployment template, Read read) {}

  /**
   * Reads workloads of one estate.
   *
   * @param objects all of them
   * @param now what they may refer to
   * @param decided workloads that a decision is in force for
   * @return in the order of the objects
   */
  public List<Read> read(List<BleuWorkload> objects, ReferableNames now, Set<WorkloadId> decided) {
    Map<BleuWorkload, Known> before =
        around != null && now.saysAs(around) ? known : new IdentityHashMap<>();
    // Should this fail, nothing half renewed is used again.
    around = null;
    Map<BleuWorkload, Known> next = new IdentityHashMap<>();
    Map<String, Beside> nextBesides = new HashMap<>();
    WorkloadTranslator translator = new WorkloadTranslator(now);
    List<Read> all = new ArrayList<>(objects.size());
    for (BleuWorkload object : objects) {
      WorkloadId id = ObjectRef.workload(object);
      Beside beside = nextBesides.computeIfAbsent(id.namespace(), name -> beside(name, now));
      Deployment template = now.sources().referred(id.namespace(), object);
      boolean lasting = now.isLasting(id, object, template);
      Known last = lasting ? before.get(object) : null;
      boolean same =
          last != null
              && last.beside == beside
              && last.template == template
              && last.decided == decided.contains(id);
      Known one =
          last != null && same
              ? last
              : new Known(
                  beside, decided.contains(id), template, read(translator, object, decided));
      all.add(one.read);
      if (lasting) {
        next.put(object, one);
      }
    }
    known = next;
    besides = nextBesides;
    around = now;
    return all;
  }

  private Beside beside(String namespace, ReferableNames now) {
    Beside last = besides.get(namespace);
    Beside beside =
        new Beside(
            now.namespaces().labels(namespace),
            now.namespaces().dataClasses(namespace),
            now.exposures().in(namespace));
    return last != null && last.equals(beside) ? last : beside;
  }

  private static Read read(
      WorkloadTranslator translator, BleuWorkload object, Set<WorkloadId> decided) {
    List<Problem> problems = new ArrayList<>();
    List<Problem> notes = new ArrayList<>();
    Findings findings = new Findings(ObjectRef.of(object), problems, notes);
    WorkloadTranslator.Translated translated = translator.translate(object, decided, findings);
    return new Read(translated, findings.blocked(), List.copyOf(problems), List.copyOf(notes));
  }
}
