package cloud.bleu.expression;

import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Provenance;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the answer of an expression rests on: the weakest basis of the facts that it reads. The name
 * of a zone and what the workload says of itself are the operator's to see; a fact without a
 * provenance is somebody's declaration.
 */
final class AnswerOrigin {

  private AnswerOrigin() {}

  /**
   * @param read paths as {@link Paths#read()} gives them
   */
  static Origin of(Set<String> read, ZoneRule.Question question) {
    Origin origin = Origin.Enforced;
    for (String path : read) {
      int dot = path.indexOf('.');
      Object root = root(name(dot < 0 ? path : path.substring(0, dot)), question);
      if (root == null) {
        continue;
      }
      if (root instanceof List<?>) {
        origin = weakest(origin, root);
      } else if (dot >= 0) {
        int end = path.indexOf('.', dot + 1);
        String field = path.substring(dot + 1, end < 0 ? path.length() : end);
        if (!field.equals("name")) {
          origin = origin.weaker(component(root, name(field)));
        }
      }
    }
    return origin;
  }

  /** A step of a path without what selects an element. */
  private static String name(String step) {
    int bracket = step.indexOf('[');
    return bracket < 0 ? step : step.substring(0, bracket);
  }

  private static @Nullable Object root(String name, ZoneRule.Question question) {
    return switch (name) {
      case "zone" -> question.zone();
      case "provider" -> question.provider();
      case "offerings" -> question.offerings();
      default -> null;
    };
  }

  /** The basis of one component of a zone or provider, with all that is below it. */
  private static Origin component(Object record, String name) {
    List<Provenance> rests = new ArrayList<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      if (component.getName().equals(name) || component.getName().equals(name + "Provenance")) {
        provenances(read(component, record), rests);
      }
    }
    Origin origin = rests.isEmpty() ? Origin.Declared : Origin.Enforced;
    for (Provenance rest : rests) {
      origin = origin.weaker(rest.basis().origin());
    }
    return origin;
  }

  private static Origin weakest(Origin origin, Object value) {
    List<Provenance> rests = new ArrayList<>();
    provenances(value, rests);
    Origin weakest = origin.weaker(rests.isEmpty() ? Origin.Declared : Origin.Enforced);
    for (Provenance rest : rests) {
      weakest = weakest.weaker(rest.basis().origin());
    }
    return weakest;
  }

  private static void provenances(@Nullable Object value, List<Provenance> into) {
    if (value instanceof Provenance provenance) {
      into.add(provenance);
    } else if (value instanceof List<?> list) {
      list.forEach(v -> provenances(v, into));
    } else if (value instanceof Record) {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        provenances(read(component, value), into);
      }
    }
  }

  private static @Nullable Object read(RecordComponent component, Object record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
