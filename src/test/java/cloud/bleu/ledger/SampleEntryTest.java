package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A field that is new in an entry is asked for without anybody remembering it. */
class SampleEntryTest {

  @Test
  void hasEveryFieldButTheEarlyForm() throws ReflectiveOperationException {
    List<String> absent = new ArrayList<>();
    look(SampleEntry.of(), "", absent);
    assertEquals(List.of(".contingency"), absent);
  }

  private static void look(Object part, String path, List<String> absent)
      throws ReflectiveOperationException {
    for (RecordComponent field : part.getClass().getRecordComponents()) {
      Object value = field.getAccessor().invoke(part);
      String at = path + "." + field.getName();
      if (value == null || value.equals(List.of())) {
        absent.add(at);
      }
      for (Object item : value instanceof List<?> items ? items : List.of(at)) {
        if (item.getClass().isRecord()) {
          look(item, at, absent);
        }
      }
      if (value != null && value.getClass().isRecord()) {
        look(value, at, absent);
      }
    }
  }
}
