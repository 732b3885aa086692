package cloud.bleu.fieldeffects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;

/**
 * One field of a spec, an edit of it, and what a user sees before and after.
 *
 * @param path of the field: {@code []} for the items of a list, {@code {}} for the values of a map
 * @param given patches on the base world that the edit needs to matter
 * @param edit the patches; they touch the field and nothing else
 * @param view what is looked at
 */
record Row(
    String path, List<Patch> given, List<Patch> edit, View view, String before, String after) {

  /** A merge patch (RFC 7386) in YAML on the object {@code Kind/name}, which it may create. */
  record Patch(String object, String yaml) {}

  /** What is looked at, as text. */
  interface View {
    String of(World world);
  }

  /** A row that is not finished. */
  static Draft row(String path) {
    return new Draft(path);
  }

  /** Shows the effect, or fails. */
  void observe() {
    assertNotEquals(before, after, "the row expects no effect");
    World base = World.base().with(given);
    assertEquals(before, view.of(base), "before the edit");
    assertEquals(after, view.of(base.with(edit)), "after the edit");
  }

  /** Collects the parts of a row in the order in which they are read. */
  static final class Draft {
    private final String path;
    private final List<Patch> given = new ArrayList<>();
    private final List<Patch> edit = new ArrayList<>();

    private Draft(String path) {
      this.path = path;
    }

    Draft given(String object, String yaml) {
      given.add(new Patch(object, yaml));
      return this;
    }

    Draft edit(String object, String yaml) {
      edit.add(new Patch(object, yaml));
      return this;
    }

    Row see(View view, String before, String after) {
      return new Row(path, List.copyOf(given), List.copyOf(edit), view, before, after);
    }
  }
}
