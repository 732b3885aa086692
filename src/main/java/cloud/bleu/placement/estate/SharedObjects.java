package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Objects that lists of two estates have in common. Both lists are in the order of their ids. */
final class SharedObjects {

  private SharedObjects() {}

  /** An equal list in which what is equal to an object of the other list is that object. */
  static <T> List<T> shared(List<T> list, List<T> others, Function<T, WorkloadId> id) {
    if (list == others) {
      return list;
    }
    List<T> shared = new ArrayList<>(list.size());
    int next = 0;
    int same = 0;
    boolean found = false;
    for (T object : list) {
      while (next < others.size()
          && others.get(next) != object
          && id.apply(others.get(next)).compareTo(id.apply(object)) < 0) {
        next++;
      }
      boolean equal = next < others.size() && others.get(next).equals(object);
      shared.add(equal ? others.get(next) : object);
      same += equal ? 1 : 0;
      found |= equal && others.get(next) != object;
      next += equal ? 1 : 0;
    }
    boolean all = same == list.size() && same == others.size();
    return all ? others : found ? shared : list;
  }

  /** The items of a list that are not objects of the other list, in order. */
  static <T> List<T> beside(List<T> list, List<T> others, Function<T, WorkloadId> id) {
    if (list == others) {
      return List.of();
    }
    List<T> beside = new ArrayList<>();
    int next = 0;
    for (T object : list) {
      while (next < others.size()
          && others.get(next) != object
          && id.apply(others.get(next)).compareTo(id.apply(object)) < 0) {
        next++;
      }
      if (next < others.size() && others.get(next) == object) {
        next++;
      } else {
        beside.add(object);
      }
    }
    return beside;
  }
}
