package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.junit.jupiter.api.Test;
import org.partitioners.skew.SkewSketch;

class SketchMessageTest {

  /** A key that Flink can write and Java cannot. */
  public record Account(String bank, int number) {}

  @Test
  void keysNeedNotBeJavaSerializable() {
    TypeSerializer<Account> serializer =
        Types.POJO(Account.class).createSerializer(new SerializerConfigImpl());
    KeyByRoute route = new KeyByRoute(128, 4, 1 / 128.0);
    SkewSketch<Account> sketch = route.emptySketch();
    for (int i = 0; i < 50_000; i++) {
      Account account = i % 5 == 0 ? new Account("hot", 0) : new Account("bank-" + i, i);
      sketch.add(account, account.hashCode());
    }
    byte[] bytes = SketchMessage.write(sketch, serializer);
    SkewSketch<Account> read = SketchMessage.read(bytes, serializer, getClass().getClassLoader());

    assertThat(new Account("hot", 0)).isNotInstanceOf(Serializable.class);
    assertThat(read.heavyHitters().error()).isPositive();
    assertThat(route.report(read)).isEqualTo(route.report(sketch));
    assertThat(route.report(read).heavyHitters().get(0).key()).isEqualTo(new Account("hot", 0));
  }
}
