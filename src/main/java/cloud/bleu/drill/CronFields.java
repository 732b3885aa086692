package cloud.bleu.drill;

import com.cronutils.model.Cron;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.Between;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import com.cronutils.model.field.value.FieldValue;
import java.time.Month;
import java.util.BitSet;

/** What the fields of a schedule name. */
final class CronFields {

  private CronFields() {}

  /** Whether the schedule names a day that some year has. A day of the week always comes. */
  static boolean comes(Cron cron) {
    if (!(cron.retrieve(CronFieldName.DAY_OF_WEEK).getExpression() instanceof Always)) {
      return true;
    }
    int first = values(cron, CronFieldName.DAY_OF_MONTH).nextSetBit(0);
    return values(cron, CronFieldName.MONTH).stream()
        .anyMatch(month -> first <= Month.of(month).maxLength());
  }

  /** The values that a field names, within its range. */
  static BitSet values(Cron cron, CronFieldName name) {
    var field = cron.retrieve(name);
    var range = cron.getCronDefinition().getFieldDefinition(name).getConstraints();
    return values(field.getExpression(), range.getStartRange(), range.getEndRange());
  }

  /** A form that is not known counts as any value. */
  private static BitSet values(FieldExpression expression, int first, int last) {
    BitSet values = new BitSet();
    if (expression instanceof On on) {
      values.set(number(on.getTime(), first));
    } else if (expression instanceof Between between) {
      values.set(number(between.getFrom(), first), number(between.getTo(), last) + 1);
    } else if (expression instanceof And and) {
      and.getExpressions().forEach(one -> values.or(values(one, first, last)));
    } else if (expression instanceof Every every) {
      FieldExpression of = every.getExpression();
      BitSet all =
          of instanceof On on ? range(number(on.getTime(), first), last) : values(of, first, last);
      int period = Math.max(1, every.getPeriod().getValue());
      int begin = Math.max(first, all.nextSetBit(0));
      for (int value = begin; value <= last; value += period) {
        values.set(value, all.get(value));
      }
    } else {
      values.set(first, last + 1);
    }
    return values;
  }

  private static BitSet range(int first, int last) {
    BitSet values = new BitSet();
    values.set(first, last + 1);
    return values;
  }

  private static int number(FieldValue<?> value, int otherwise) {
    return value.getValue() instanceof Integer number ? number : otherwise;
  }
}
